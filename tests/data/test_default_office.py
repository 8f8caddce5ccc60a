"""The default office's files agree with one another; nothing here needs Django or a database."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

OFFICE = Path(__file__).resolve().parents[2] / "cms" / "office" / "data" / "fengshan"
SECTIONS = ("戶籍登記課", "戶籍行政課", "戶籍服務課")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NOTE = re.compile(r"\((注意|檢視|英文版).*\)")
PAGE_TYPES = {
    "home",
    "menu",
    "standard",
    "news_list",
    "service_guide",
    "faq_list",
    "topic_zone",
    "forms_list",
    "statistics",
    "glossary",
    "link",
    "folder",
    "marquee_list",
    "site_header",
    "site_footer",
    "quick_services",
    "banner_set",
    "redirect_table",
    "classification_scheme",
}
WITHOUT_CONTENT = {"link", "folder"}
ITEM_PARENTS = {
    "news_item": {"news_list"},
    "service_guide": {"menu"},
    "faq_item": {"faq_list"},
    "form_item": {"forms_list"},
    "marquee_message": {"marquee_list"},
}
BLOCK_KEYS = {
    "heading": {"level", "text"},
    "paragraph": {"html"},
    "table": {"caption", "header", "rows"},
    "callout": {"tone", "title", "html"},
    "steps": {"items"},
    "links": {"items"},
    "image": {"file", "alt", "caption"},
    "documents": {"items"},
}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the office, as UTF-8 without a byte order mark."""
    text = (OFFICE / name).read_bytes().decode("utf-8")
    assert not text.startswith("\ufeff"), name
    return list(csv.DictReader(text.splitlines()))


def documents(folder: Path) -> dict[str, dict[str, Any]]:
    """Every YAML document of a folder by the name of its file."""
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml"))}


MATRIX = rows("responsibility_matrix.csv")
DUTIES = rows("duties.csv")
TREE = rows("tree.csv")
PEOPLE = {row["code"]: row for row in rows("people.csv")}
CODES = {(row["scheme"], row["code"]): row for row in rows("classifications.csv")}
DEVICES = {row["code"]: row for row in rows("devices.csv")}
SETUP = yaml.safe_load((OFFICE / "office.yaml").read_text(encoding="utf-8"))
PAGES = documents(OFFICE / "content")
ITEMS = documents(OFFICE / "content" / "items")
CONTENT = {**PAGES, **ITEMS}
BY_KEY = {row["key"]: row for row in TREE}
KNOWN_KEYS = set(BY_KEY) | set(ITEMS)
ROLES = {name: role for role in SETUP["roles"] for name in (role["name"]["zh-hant"], *role.get("aliases", ()))}


LAW_TEXTS = "https://law.moj.gov.tw/"
# The passport is the business of the Bureau of Consular Affairs.
FEE_SET_ELSEWHERE = {"passport-identity"}
GUIDES = [document for document in CONTENT.values() if document["type"] == "service_guide"]


def languages(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((code, document[code]) for code in ("zh-hant", "en") if code in document)


def of_type(name: str) -> list[dict[str, Any]]:
    return [item for item in ITEMS.values() if item["type"] == name]


def strings(value: object) -> Iterator[str]:
    """Every text anywhere inside a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def files_of(part: dict[str, Any]) -> list[dict[str, str]]:
    """What a text names in `files/`: attachments, a form's files, documents and pictures in the body."""
    found = [*part.get("files", ()), *part.get("attachments", ())]
    for block in part.get("body") or ():
        if block["type"] == "documents":
            found += block["items"]
        elif block["type"] == "image":
            found.append(block)
    return found


def in_big5(char: str) -> bool:
    """Big5 holds the Traditional characters in use and hardly any that only Simplified Chinese writes."""
    try:
        char.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def sections_of(row: dict[str, str]) -> list[str]:
    """The section codes marked V in a row of the matrix."""
    by_column = {section["column"]: section["code"] for section in SETUP["sections"]}
    return [by_column[column] for column in SECTIONS if row[column] == "V"]


def test_duties_follow_the_matrix_row_by_row() -> None:
    assert len(MATRIX) == len(DUTIES) == 99
    assert [(row["group_no"], row["title"]) for row in DUTIES] == [(row["group_no"], row["title"]) for row in MATRIX]


def test_duty_keys_are_unique_slugs_and_targets_exist() -> None:
    assert len({row["key"] for row in DUTIES}) == 99
    for row in DUTIES:
        assert SLUG.fullmatch(row["key"]), row
        assert row["title_en"].isascii(), row
        assert row["kind"] in {"page", "feature", "link"}, row
        if row["kind"] == "feature":
            assert SLUG.fullmatch(row["target"]), row
        else:
            assert row["target"] in BY_KEY, row


def test_a_link_duty_never_stands_for_a_link_to_a_link() -> None:
    for row in DUTIES:
        if row["kind"] == "link":
            assert BY_KEY[row["target"]]["type"] != "link", row
            assert BY_KEY[row["key"]]["link_target"] == row["target"], row


def test_lead_is_named_exactly_where_the_matrix_leaves_it_open() -> None:
    codes = {role["code"] for role in SETUP["roles"]}
    for matrix, duty in zip(MATRIX, DUTIES, strict=True):
        marked = sections_of(matrix)
        assert marked, matrix
        assert bool(duty["lead_section"]) == (len(marked) > 1), duty
        assert not duty["lead_section"] or duty["lead_section"] in marked, duty
        assert bool(duty["lead_role"]) == (" " in matrix["owner"]), duty
        assert not duty["lead_role"] or duty["lead_role"] in codes, duty


def test_every_owner_of_the_matrix_is_a_role_held_by_somebody() -> None:
    held = {row["role"] for row in rows("appointments.csv") if not row["end"]}
    for matrix in MATRIX:
        for owner in matrix["owner"].split():
            assert owner == "※" or ROLES[owner]["code"] in held, owner


def test_tree_has_one_root_and_parents_come_first() -> None:
    assert [row["key"] for row in TREE if not row["parent"]] == ["home"]
    seen: set[str] = set()
    for row in TREE:
        assert SLUG.fullmatch(row["key"]), row
        assert SLUG.fullmatch(row["slug"]), row
        assert row["key"] not in seen, row
        assert not row["parent"] or row["parent"] in seen, row
        assert row["type"] in PAGE_TYPES, row
        assert row["menu"] in {"yes", "no"}, row
        assert row["title_en"].isascii(), row
        seen.add(row["key"])


def test_slugs_are_unique_among_siblings() -> None:
    siblings = Counter((row["parent"], row["slug"]) for row in TREE)
    siblings.update((item["parent"], item["slug"]) for item in ITEMS.values())
    assert [pair for pair, count in siblings.items() if count > 1] == []


def test_every_page_has_a_duty_and_every_duty_but_features_a_page() -> None:
    duties = {row["key"] for row in DUTIES}
    assert {row["duty"] for row in TREE} <= duties
    assert {row["duty"] for row in TREE} >= duties


def test_titles_are_those_of_the_matrix_without_notes() -> None:
    titles = {row["key"]: row["title"] for row in DUTIES}
    for row in TREE:
        if row["key"] in titles:
            official = NOTE.sub("", titles[row["key"]]).replace("罰緩", "罰鍰")
            assert row["title"] == official, row


def test_links_lead_somewhere() -> None:
    for row in TREE:
        target = row["link_target"]
        assert bool(target) == (row["type"] == "link"), row
        if target.startswith("feature:"):
            assert any(duty["kind"] == "feature" and duty["target"] == target[8:] for duty in DUTIES), row
        elif target and not target.startswith("https://"):
            assert BY_KEY[target]["type"] != "link", row


def test_people_roles_and_deputies_exist() -> None:
    sections = {section["code"] for section in SETUP["sections"]} | {""}
    roles = {role["code"] for role in SETUP["roles"]}
    assert len({person["username"] for person in PEOPLE.values()}) == len(PEOPLE)
    assert all(person["section"] in sections for person in PEOPLE.values())
    for row in rows("appointments.csv"):
        assert row["person"] in PEOPLE, row
        assert row["role"] in roles, row
        assert row["section"] in sections, row
    for row in rows("deputies.csv"):
        assert {row["person"], row["deputy"]} <= set(PEOPLE), row
        assert row["person"] != row["deputy"], row
    assert all(row["person"] in PEOPLE for row in rows("absences.csv"))


def test_exactly_one_choice_of_the_chiefs_is_open() -> None:
    expected = {
        (duty["key"], section)
        for matrix, duty in zip(MATRIX, DUTIES, strict=True)
        if matrix["owner"] == "※"
        for section in sections_of(matrix)
    }
    named = {(row["duty"], row["section"]): row["person"] for row in rows("assignments.csv")}
    assert len(named) == len(rows("assignments.csv"))
    assert set(named) <= expected
    assert len(expected - set(named)) == 1
    assert all(PEOPLE[person]["section"] == section for (_duty, section), person in named.items())


def test_classification_schemes_have_an_undetermined_entry() -> None:
    for scheme in ("theme", "administration", "service"):
        assert CODES[scheme, "undetermined"]["status"] == "provisional"
    assert {row["status"] for row in CODES.values()} == {"confirmed", "provisional"}


def test_every_page_that_is_no_link_or_folder_has_content() -> None:
    expected = {row["key"] for row in TREE if row["type"] not in WITHOUT_CONTENT}
    assert set(PAGES) == expected
    assert not set(PAGES) & set(ITEMS)


@pytest.mark.parametrize("name", sorted(CONTENT))
def test_content_is_complete(name: str) -> None:
    document = CONTENT[name]
    assert document["key"] == name
    assert document["source"].strip()
    assert set(document["categories"]) == {"theme", "administration", "service"}
    for scheme, codes in document["categories"].items():
        assert codes, scheme
        assert all((scheme, code) in CODES for code in codes), (scheme, codes)
    for _language, text in languages(document):
        assert text["title"].strip()
        assert text["summary"].strip()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_content_agrees_with_the_tree(name: str) -> None:
    row, document = BY_KEY[name], PAGES[name]
    assert document["type"] == row["type"]
    assert document["zh-hant"]["title"] == row["title"]
    assert document["en"]["title"] == row["title_en"]
    assert document["zh-hant"]["body"]
    assert len(document["zh-hant"]["body"]) == len(document["en"]["body"])


@pytest.mark.parametrize("name", sorted(ITEMS))
def test_item_stands_under_a_fitting_list(name: str) -> None:
    item = ITEMS[name]
    assert BY_KEY[item["parent"]]["type"] in ITEM_PARENTS[item["type"]]
    assert SLUG.fullmatch(item["slug"])
    assert item["section"] in {section["code"] for section in SETUP["sections"]}
    assert PEOPLE[item["person"]]["section"] == item["section"]


@pytest.mark.parametrize("name", sorted(CONTENT))
def test_internal_links_lead_to_known_pages(name: str) -> None:
    text = "\n".join(strings(CONTENT[name]))
    targets = re.findall(r'data-page="([^"]*)"', text)
    for _language, part in languages(CONTENT[name]):
        for block in part.get("body") or []:
            targets += [link["page"] for link in block.get("items", ()) if "page" in link]
        targets += part.get("forms", []) + part.get("related", []) + part.get("links", [])
        targets += [banner["page"] for banner in part.get("banners", ()) if "page" in banner]
        targets += [redirect["to"] for redirect in part.get("redirects", ())]
    assert set(targets) <= KNOWN_KEYS
    assert all(BY_KEY.get(key, {"type": ""})["type"] != "folder" for key in targets)
    assert set(re.findall(r"</?([a-z]+)", text)) <= {"p", "ul", "ol", "li", "b", "strong", "em", "a", "br"}


@pytest.mark.parametrize("name", sorted(CONTENT))
def test_body_is_made_of_known_blocks(name: str) -> None:
    for _language, part in languages(CONTENT[name]):
        for block in part.get("body") or []:
            assert set(block) == {"type", *BLOCK_KEYS[block["type"]]}
            if block["type"] == "table":
                assert {len(row) for row in block["rows"]} == {len(block["header"])}
                assert not [cell for row in block["rows"] for cell in row if "<" in cell]
            if block["type"] == "callout":
                assert block["tone"] in {"info", "warning"}


@pytest.mark.parametrize("name", sorted(CONTENT))
def test_chinese_is_traditional_with_full_width_punctuation(name: str) -> None:
    chinese = "".join(strings(CONTENT[name]["zh-hant"]))
    assert [char for char in re.findall(r"[\u4e00-\u9fff]", chinese) if not in_big5(char)] == []
    half_width = re.findall(r"[\u4e00-\u9fff][,;:?!]", re.sub(r"<[^>]+>", "", chinese))
    assert half_width == []


def test_forms_of_a_guide_are_form_items_and_related_questions_are_questions() -> None:
    forms = {item["key"] for item in of_type("form_item")}
    questions = {item["key"] for item in of_type("faq_item")}
    for document in CONTENT.values():
        for _language, part in languages(document):
            assert set(part.get("forms", ())) <= forms
            assert set(part.get("related", ())) <= questions


def test_files_and_texts_name_each_other() -> None:
    named = [
        entry["file"]
        for document in CONTENT.values()
        for _code, part in languages(document)
        for entry in files_of(part)
    ]
    present = {path.name for path in (OFFICE / "files").iterdir()}
    assert set(named) == present


def test_files_have_names_that_people_understand() -> None:
    for key, document in CONTENT.items():
        for _language, part in languages(document):
            for entry in files_of(part):
                words = entry["alt"] if "alt" in entry else entry["title"]
                assert 5 < len(words.strip()) <= 250, (key, entry)
                assert entry["file"] not in words, (key, entry)


def test_every_form_is_there_to_edit_and_to_print() -> None:
    forms = of_type("form_item")
    for item in forms:
        for _language, part in languages(item):
            endings = [entry["file"].rsplit(".", 1) for entry in part["files"]]
            assert endings == [[item["key"], "odt"], [item["key"], "pdf"]], item["key"]
    numbers = [item["zh-hant"]["number"] for item in forms]
    assert sorted(numbers) == [f"{n:02}" for n in range(1, len(forms) + 1)]


def test_every_file_has_its_source() -> None:
    sources = {path.stem for folder in ("forms", "drawings") for path in (OFFICE / folder).iterdir()}
    assert {path.stem for path in (OFFICE / "files").iterdir()} == sources


def test_files_are_small() -> None:
    for path in (OFFICE / "files").iterdir():
        assert 0 < path.stat().st_size < 120_000, path.name


def test_some_news_carry_files_in_each_language() -> None:
    carrying = [item for item in of_type("news_item") if item["zh-hant"].get("attachments")]
    assert len(carrying) >= 3
    assert all(
        len(item["en"]["attachments"]) == len(item["zh-hant"]["attachments"]) for item in carrying if "en" in item
    )


def test_short_answers_are_short() -> None:
    """At most 120 Chinese characters; English says the same in a sentence or two."""
    for item in of_type("faq_item"):
        assert 0 < len(item["zh-hant"]["short_answer"]) <= 120, item["key"]
        assert 0 < len(item["en"]["short_answer"]) <= 200, item["key"]


def test_marquee_texts_fit_their_devices() -> None:
    for item in of_type("marquee_message"):
        for _language, part in languages(item):
            assert set(part["texts"]) <= set(DEVICES)
            assert 1 <= part["priority"] <= 9
            for code, text in part["texts"].items():
                lines = text.split("\n")
                assert len(lines) <= int(DEVICES[code]["max_lines"]), item["key"]
                assert max(map(len, lines)) <= int(DEVICES[code]["max_chars"]), item["key"]
                text.encode(DEVICES[code]["charset"])


def test_news_and_marquee_end_and_some_are_still_to_come() -> None:
    dated = of_type("news_item") + of_type("marquee_message")
    for item in dated:
        dates = item["dates"]
        assert dates["offline"] > max(dates["online"] or 0, dates["published"]), item["key"]
    news = [item["dates"] for item in of_type("news_item")]
    assert min(dates["published"] for dates in news) >= -40
    assert max(dates["published"] for dates in news) <= 7
    assert sum((dates["online"] or 0) > 0 for dates in news) >= 2
    assert all(dates["online"] for dates in news if dates["published"] > 0)


@pytest.mark.parametrize(
    ("kind", "least"),
    [("news_item", 24), ("service_guide", 37), ("faq_item", 80), ("marquee_message", 4), ("form_item", 9)],
)
def test_there_is_enough_to_show(kind: str, least: int) -> None:
    assert len(of_type(kind)) >= least


def test_every_registration_of_the_act_has_a_guide() -> None:
    """Article 4 of the Household Registration Act, and what chapter 3 adds."""
    registrations = (
        "出生登記 認領登記 收養登記 終止收養登記 結婚登記 離婚登記 監護登記 輔助登記 "
        "未成年子女權利義務行使負擔登記 死亡登記 死亡宣告登記 原住民身分及民族別登記 初設戶籍登記 "
        "遷出登記 遷入登記 住址變更登記 分（合）戶登記 出生地登記 變更登記 更正登記 撤銷、廢止登記"
    )
    assert set(registrations.split()) <= {guide["zh-hant"]["title"] for guide in GUIDES}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide["key"])
def test_a_guide_answers_everything_in_both_languages(guide: dict[str, Any]) -> None:
    chinese, english = guide["zh-hant"], guide["en"]
    for part in (chinese, english):
        for field in ("who", "papers", "fee", "time_limit", "processing_time", "law", "proxy"):
            assert part[field], field
        assert all(paper["name"] for paper in part["papers"])
        assert all(law.get("url", LAW_TEXTS).startswith(LAW_TEXTS) for law in part["law"])
        assert 'data-page="fees"' in part["fee"] or guide["key"] in FEE_SET_ELSEWHERE
    assert [block["type"] for block in chinese["body"]] == [block["type"] for block in english["body"]]
    for field in ("papers", "law"):
        assert len(chinese[field]) == len(english[field]), field
    for field in ("forms", "online_url"):
        assert chinese[field] == english[field], field


def test_questions_are_asked_once_and_belong_together_in_both_languages() -> None:
    questions = of_type("faq_item")
    for language in ("zh-hant", "en"):
        assert len({item[language]["title"] for item in questions}) == len(questions)
    categories = {(item["zh-hant"]["category"], item["en"]["category"]) for item in questions}
    assert len(categories) == len({chinese for chinese, _ in categories}) == len({english for _, english in categories})
    for item in questions:
        assert item["zh-hant"]["related"] == item["en"]["related"], item["key"]
        assert item["key"] not in item["en"]["related"]
        assert all(part["answer"] and part["category"] for _language, part in languages(item)), item["key"]


def test_there_are_cases_in_both_languages() -> None:
    cases = [item for item in of_type("news_item") if item["parent"] == "cases"]
    assert len(cases) >= 12
    assert all(len(case["zh-hant"]["body"]) == len(case["en"]["body"]) for case in cases)


@pytest.mark.parametrize("name", sorted(key for key, item in CONTENT.items() if "en" in item))
def test_english_names_the_same_amounts_and_leads_to_the_same_pages(name: str) -> None:
    chinese, english = ("\n".join(strings(CONTENT[name][language])) for language in ("zh-hant", "en"))
    assert set(re.findall(r"([\d,]+)\s*元", chinese)) <= set(re.findall(r"\d[\d,]*", english.replace(", ", " ")))
    links = (re.findall(r'data-page="([^"]*)"', text) for text in (chinese, english))
    assert set(next(links)) == set(next(links))


def test_english_uses_the_official_terms() -> None:
    for name, document in CONTENT.items():
        if name != "glossary":
            english = "\n".join(strings(document.get("en")))
            assert not re.search(r"booklet|household register\b|household registry", english, re.IGNORECASE), name
    for path in (OFFICE / "forms").iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"booklet|household register\b|household registry", text, re.IGNORECASE), path.name


def test_english_is_missing_from_a_third_of_the_news_at_most() -> None:
    without = [item for item in ITEMS.values() if "en" not in item and item["type"] != "marquee_message"]
    assert {item["type"] for item in without} <= {"news_item"}
    assert len(without) * 3 <= len(of_type("news_item"))


def test_glossary_pairs_are_the_same_in_both_languages() -> None:
    terms = [[(term["zh"], term["en"]) for term in part["terms"]] for _code, part in languages(PAGES["glossary"])]
    assert terms[0] == terms[1]
    assert len(terms[0]) == len(set(terms[0])) >= 30


# -- what the texts must say (and must not) -----------------------------------

KNOWN_NUMBERS = {"1996", "886-2-81958151", "113", "110"}
"""Lost cards at home and from abroad, protection, police: no other number is known."""
SAID_ELSEWHERE = {
    "service_guide",
    "site_header",
    "site_footer",
    "quick_services",
    "banner_set",
    "redirect_table",
    "marquee_list",
    "classification_scheme",
}
"""Types whose words stand in fields of their own, or that only carry lists."""


def words_of(part: dict[str, Any]) -> str:
    """The text of a body without mark-up."""
    blocks = [[value for key, value in block.items() if key != "type"] for block in part.get("body") or []]
    return re.sub(r"<[^>]+>", "", "".join(strings(blocks)))


@pytest.mark.parametrize("name", sorted(name for name, page in PAGES.items() if page["type"] not in SAID_ELSEWHERE))
def test_every_page_says_something_of_its_own(name: str) -> None:
    chinese, english = (words_of(part) for _code, part in languages(PAGES[name]))
    assert len(chinese) >= 35
    assert len(english) >= 90
    others = {words_of(page["zh-hant"]) for key, page in PAGES.items() if key != name}
    assert chinese not in others


def test_no_telephone_number_or_address_is_made_up() -> None:
    for name, document in CONTENT.items():
        text = "\n".join(strings(dict(languages(document))))
        calls = re.findall(r"(?:撥|打|電話：國內|\bcall |telephone: )(\d[\d-]*)", text)
        assert set(calls) <= KNOWN_NUMBERS, name
        assert re.findall(r"\(?0\d{1,2}\)?[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)", text) == [], name
        assert re.findall(r"[\w.]+@[\w.]+\.\w+", text) == [], name
        assert re.findall(r"\d+號\d*樓|[路街]\d+號", text) == [], name


def test_all_ten_kinds_of_information_are_listed() -> None:
    """政府資訊公開法第7條: an entry or an explicit none for each."""
    for code, none in (("zh-hant", "無"), ("en", "None")):
        part = PAGES["public-information"][code]
        (table,) = (block for block in part["body"] if block["type"] == "table")
        assert [row[0] for row in table["rows"]] == [str(n) for n in range(1, 11)]
        for _number, kind, where in table["rows"]:
            assert kind.strip()
            assert none in where or where.startswith(("見", "See")), where


def test_the_pages_that_the_index_names_are_linked_there() -> None:
    part = PAGES["public-information"]["zh-hant"]
    (table,) = (block for block in part["body"] if block["type"] == "table")
    (links,) = (block for block in part["body"] if block["type"] == "links")
    named = {title for row in table["rows"] for title in re.findall(r"「([^」]+)」", row[2])}
    assert named <= {BY_KEY[item["page"]]["title"] for item in links["items"]}


def test_the_privacy_policy_has_its_seven_parts() -> None:
    parts = {
        "zh-hant": ["適用範圍", "蒐集、處理與利用", "保護", "對外連結", "第三人共用", "Cookie", "修正"],
        "en": [
            "Scope",
            "Collection, processing and use",
            "Protection",
            "External links",
            "Sharing",
            "Cookies",
            "Changes",
        ],
    }
    for code, wanted in parts.items():
        body = PAGES["privacy-policy"][code]["body"]
        headings = [block["text"] for block in body if block["type"] == "heading"]
        assert len(headings) == 7
        assert all(word in heading for word, heading in zip(wanted, headings, strict=True)), headings
        assert [block["type"] for block in body] == ["heading", "paragraph"] * 7


def test_the_flow_of_the_offices_rule_is_a_picture_and_a_text() -> None:
    for code, picture in (("zh-hant", "media-rules-flow.png"), ("en", "media-rules-flow-en.png")):
        body = PAGES["media-rules"][code]["body"]
        (image,) = (block for block in body if block["type"] == "image")
        assert image["file"] == picture
        drawn = (OFFICE / "drawings" / picture.replace(".png", ".svg")).read_text(encoding="utf-8")
        assert drawn.count("<text") > 20
        (steps,) = (block for block in body if block["type"] == "steps")
        assert len(steps["items"]) == 5
        assert len([block for block in body if block["type"] == "table"]) == 2
