"""An invented office of another shape: two sections, twelve pages, written as files."""

from __future__ import annotations

from pathlib import Path

OFFICE = """
code: island
name: {zh-hant: 小島戶政事務所, en: Island Household Registration Office}
base_url: https://island.example
sections:
  - {code: counter, column: 櫃台課, name: {zh-hant: 櫃台課, en: Counter Section}}
  - {code: records, column: 檔案課, name: {zh-hant: 檔案課, en: Records Section}}
roles:
  - {code: webmaster, kind: webmaster, section: records, name: {zh-hant: 網管, en: Webmaster}}
  - {code: clerk, kind: owner, section: counter, name: {zh-hant: 承辦, en: Clerk}}
  - {code: chief, kind: chief, section: null, name: {zh-hant: 課長, en: Chief}}
  - {code: auditor, kind: auditor, section: null, name: {zh-hant: 稽核, en: Auditor}}
governance: {webmaster_text_approved_by: records, webmaster_may_publish_own_text: true}
"""
MATRIX = """group_no,group,title,櫃台課,檔案課,owner
1,首頁,首頁,,V,網管
1,首頁,導覽,,V,網管
2,公告,消息,V,,承辦
2,公告,問答,V,V,※
2,公告,書表,V,,承辦 網管
3,業務,須知,V,,承辦
3,業務,詞彙,,V,網管
3,業務,檔案,,V,※
9,快捷,書表捷徑,V,,承辦
"""
DUTIES = """group_no,title,key,title_en,kind,target,lead_section,lead_role
1,首頁,home,Home,page,home,,
1,導覽,map,Map,page,map,,
2,消息,news,News,page,news,,
2,問答,faq,Questions,page,faq,counter,
2,書表,forms,Forms,page,forms,,clerk
3,須知,guides,Guides,page,guides,,
3,詞彙,glossary,Glossary,page,glossary,,
3,檔案,archive,Archive,page,archive,,
9,書表捷徑,quick-forms,Forms,link,forms,,
"""
TREE = """key,parent,type,slug,title,title_en,duty,link_target,menu
home,,home,home,小島戶政,Island Office,home,,yes
map,home,standard,map,導覽,Map,map,,yes
news,home,news_list,news,消息,News,news,,yes
faq,home,faq_list,faq,問答,Questions,faq,,yes
forms,home,forms_list,forms,書表,Forms,forms,,yes
guides,home,menu,guides,須知,Guides,guides,,yes
glossary,home,glossary,glossary,詞彙,Glossary,glossary,,yes
archive,home,standard,archive,檔案,Archive,archive,,yes
quick-forms,guides,link,quick-forms,書表捷徑,Forms,quick-forms,forms,no
shared,home,folder,shared,全站文件,Shared,map,,no
site-header,shared,site_header,header,頁首,Header,map,,no
marquee,shared,marquee_list,marquee,字幕,Messages,map,,no
"""
PEOPLE = """code,name,name_en,section,username
ann,安,Ann,counter,ann
ben,班,Ben,counter,ben
cat,凱,Cat,counter,cat
dan,丹,Dan,records,dan
eve,伊,Eve,records,eve
fay,菲,Fay,,fay
"""
APPOINTMENTS = """person,role,section,start,end
ann,clerk,counter,2025-01-01,
ben,chief,counter,2025-01-01,
dan,webmaster,records,2025-01-01,
eve,chief,records,2025-01-01,
fay,auditor,,2025-01-01,
"""
DEPUTIES = "person,deputy,start,end\ndan,eve,2025-01-01,\n"
ABSENCES = "person,start,end,note\n"
# 檔案 of the records section waits for its chief's choice.
ASSIGNMENTS = "duty,section,person\nfaq,counter,cat\nfaq,records,eve\n"
CODES = """scheme,code,name,name_en,status,note
theme,100,內政,Interior,confirmed,
administration,undetermined,未定,Undetermined,provisional,
service,I00,公共資訊,Public Information,confirmed,
"""
DEVICES = """code,name,name_en,channel,max_chars,max_lines,charset,public
door,門口字幕機,Door sign,marquee,8,1,big5,yes
"""
_CATEGORIES = "categories: {theme: ['100'], administration: [undetermined], service: [I00]}"
_STANDING = {
    "home": "home",
    "map": "standard",
    "news": "news_list",
    "faq": "faq_list",
    "forms": "forms_list",
    "guides": "menu",
    "archive": "standard",
}
ITEMS = {
    "news-open": f"""
key: news-open
type: news_item
parent: news
slug: open
section: counter
person: ann
source: 本所公告
{_CATEGORIES}
dates: {{published: -3, online: null, offline: 30}}
zh-hant:
  title: 開放時間
  summary: 每日開放。
  body:
    - {{type: heading, level: 2, text: 時間}}
    - {{type: paragraph, html: "<p>見<a data-page=\\"map\\">導覽</a>，<strong>每日</strong>。</p>"}}
    - {{type: table, caption: 時間, header: [日, 時], rows: [[週一, 八時], [週二, 九時]]}}
    - {{type: steps, items: [{{title: 取號, html: <p>在門口。</p>}}]}}
    - {{type: links, items: [{{text: 詞彙, page: glossary}}, {{text: 外部, url: "https://www.ris.gov.tw/"}}]}}
    - {{type: callout, tone: info, title: 提醒, html: <p>請帶證件。</p>}}
en:
  title: Opening hours
  summary: Open every day.
  body: []
""",
    "guide-move": f"""
key: guide-move
type: service_guide
parent: guides
slug: move
section: counter
source: 戶籍法
{_CATEGORIES}
zh-hant:
  title: 遷入
  summary: 遷入登記。
  papers: [{{name: 戶口名簿, note: ""}}]
  law: [{{name: 戶籍法第16條}}]
  forms: [form-proxy]
""",
    "form-proxy": f"""
key: form-proxy
type: form_item
parent: forms
slug: proxy
section: counter
source: 戶籍法
{_CATEGORIES}
zh-hant: {{title: 委託書, summary: 委託用。, number: "01", description: 委託他人時用。}}
""",
    "faq-fee": f"""
key: faq-fee
type: faq_item
parent: faq
slug: fee
section: records
source: 規費標準
{_CATEGORIES}
zh-hant: {{title: 多少錢？, summary: 免費。, short_answer: 免費。, answer: <p>免費。</p>, category: 規費, related: [faq-when]}}
""",
    "faq-when": f"""
key: faq-when
type: faq_item
parent: faq
slug: when
section: counter
source: 規費標準
{_CATEGORIES}
zh-hant: {{title: 何時？, summary: 隨時。, short_answer: 隨時。, answer: <p>隨時。</p>, category: 規費, related: []}}
""",
    "marquee-hello": f"""
key: marquee-hello
type: marquee_message
parent: marquee
slug: hello
section: counter
source: 本所
{_CATEGORIES}
dates: {{offline: 10}}
zh-hant: {{title: 歡迎, summary: 歡迎。, priority: 2, texts: {{door: 歡迎光臨}}}}
""",
}


def write(folder: Path) -> Path:
    """Write the whole office below `folder`; gives `folder` back."""
    files = {
        "office.yaml": OFFICE,
        "responsibility_matrix.csv": MATRIX,
        "duties.csv": DUTIES,
        "tree.csv": TREE,
        "people.csv": PEOPLE,
        "appointments.csv": APPOINTMENTS,
        "deputies.csv": DEPUTIES,
        "absences.csv": ABSENCES,
        "assignments.csv": ASSIGNMENTS,
        "classifications.csv": CODES,
        "devices.csv": DEVICES,
        **{f"content/{key}.yaml": standing(key, kind) for key, kind in _STANDING.items()},
        "content/glossary.yaml": standing(
            "glossary", "glossary", "terms: [{zh: 戶籍, en: household registration, note: ''}]"
        ),
        "content/site-header.yaml": standing("site-header", "site_header", "links: [home, faq]"),
        **{f"content/items/{key}.yaml": text for key, text in ITEMS.items()},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), encoding="utf-8")
    return folder


def standing(key: str, kind: str, more: str = "") -> str:
    """The text of a page of the tree in both languages."""
    words = f"  summary: 摘要。\n  body: [{{type: paragraph, html: <p>{key}</p>}}]\n" + (f"  {more}\n" if more else "")
    return f"key: {key}\ntype: {kind}\nsource: 本所\n{_CATEGORIES}\nzh-hant:\n  title: 頁面 {key}\n{words}en:\n  title: Page {key}\n{words}"
