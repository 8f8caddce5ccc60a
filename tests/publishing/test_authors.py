"""Who wrote a text, who may approve it, and who may put it online: nobody twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from wagtail.models import Locale, Revision
from wagtail_localize.models import SegmentOverride, StringSegment, StringTranslation, Translation, TranslationContext
from wagtail_localize.operations import translate_object

from cms.core import clock
from cms.office.models import Deputy, Office, Person, Section
from cms.publishing import facts, policy
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.publish import Publish, publication_action
from cms.publishing.actions.submit import Submit
from cms.publishing.models import Approval, Publication
from site_pages.models import NewsItemPage, NewsListPage, StandardPage
from tests.conftest import HeldClock
from tests.factories.office import SINCE, make_person
from tests.factories.pages import Ground, make_page, publish, publish_new, translate, withdraw, write
from tests.publishing.evidence import refused, row_at

TODAY = date(2026, 11, 23)


def codes(ground: Ground, actor: User, key: str, locale: str = "zh-hant", action: str = "approve") -> set[str]:
    """Why `actor` may not do this with the newest version."""
    page = ground.page(key, locale)
    return {refusal.code for refusal in policy.refusals(action, facts.gather(page, actor))}


def stand_in(person: str, deputy: str) -> None:
    """From now on one person deputises for the other."""
    people = Person.objects.in_bulk([person, deputy], field_name="code")
    Deputy.objects.create(person=people[person], deputy=people[deputy], start=SINCE)


@pytest.fixture
def about(ground: Ground) -> Ground:
    publish_new(ground, StandardPage, "home", "about", title="一")
    return ground


# -- versions ------------------------------------------------------------------


def test_a_version_cancelled_before_it_began_was_never_public(about: Ground, held: HeldClock) -> None:
    """The chief's text waited, was taken back, and its day went by: it is still the chief's, and not public yet."""
    cast = about.cast
    stand_in("chief", "admin-chief")
    held.forward(minutes=5)
    revision = write(about, "about", author=cast.chief, title="課長寫", online_date=TODAY + timedelta(days=1))
    page = about.page("about")
    Approve(page, revision=revision, actor=cast.admin_chief).execute()
    publication_action(page, revision)(page, revision=revision, actor=cast.webmaster).execute()
    withdraw(about, "about", reason="停")
    held.forward(days=2)
    write(about, "about", online_date=None)
    assert "self_approval" in codes(about, cast.chief, "about")


def test_an_earlier_version_whose_author_is_gone_could_be_anybodys(about: Ground) -> None:
    leaver = make_person("leaver", "registration")
    write(about, "about", author=leaver, title="離職者寫的")
    write(about, "about", title="再存一次")
    assert codes(about, about.cast.chief, "about") == set()
    leaver.delete()
    assert codes(about, about.cast.chief, "about") == {"author_unknown"}


def test_the_author_is_unknown_only_until_the_text_is_public(about: Ground) -> None:
    leaver = make_person("leaver", "registration")
    write(about, "about", author=leaver, title="離職者寫的")
    publish(about, "about")
    leaver.delete()
    write(about, "about", title="三")
    assert codes(about, about.cast.chief, "about") == set()


def test_a_version_that_nobody_wrote_does_not_stand_in_the_way(about: Ground) -> None:
    """A copy or the loader leaves versions without an author; what a person saves after them is that person's."""
    about.page("about").save_revision(clean=False)
    assert codes(about, about.cast.chief, "about") == {"author_unknown"}
    write(about, "about", title="有人看過")
    assert codes(about, about.cast.chief, "about") == set()


def test_a_purged_version_keeps_its_author(about: Ground) -> None:
    """Removing old versions does not make the chief's words anybody else's."""
    hers = write(about, "about", author=about.cast.chief, title="課長寫")
    write(about, "about")
    Revision.objects.filter(pk=hers.pk).delete()
    assert codes(about, about.cast.chief, "about") == {"self_approval"}


# -- words of a translation ----------------------------------------------------


@pytest.fixture
def english(ground: Ground) -> Ground:
    """A public page whose English translation is made word by word."""
    translate(ground, "home", slug="en")
    publish(ground, "home", "en")
    publish_new(ground, StandardPage, "home", "about", title="介紹")
    with transaction.atomic():
        translate_object(ground.page("about"), [Locale.objects.get(language_code="en")], user=ground.cast.owner)
    ground.pages["about", "en"] = translation(ground).get_target_instance().specific
    return ground


def translation(ground: Ground) -> Translation:
    """The running translation of the page."""
    return Translation.objects.get(source__object_id=ground.page("about").translation_key)


def say(ground: Ground, who: User, words: str) -> None:
    """Translate the title, as localize's editor does."""
    segment = StringSegment.objects.get(source=translation(ground).source, context__path="title")
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        locale=Locale.objects.get(language_code="en"),
        context=segment.context,
        defaults={"data": words, "last_translated_by": who},
    )


def take_over(ground: Ground) -> None:
    """The owner brings the words into a version of the page."""
    translation(ground).save_target(user=ground.cast.owner, publish=False)


def test_whoever_translated_a_word_wrote_the_text(english: Ground) -> None:
    say(english, english.cast.chief, "Chief's words")
    take_over(english)
    page = english.page("about", "en")
    assert (page.latest_revision.user, page.latest_revision.content["title"]) == (english.cast.owner, "Chief's words")
    assert "self_approval" in codes(english, english.cast.chief, "about", "en")


def test_words_said_again_by_a_colleague_are_still_the_chiefs(english: Ground) -> None:
    say(english, english.cast.chief, "Chief's words")
    say(english, english.cast.owner, "Chief's words")
    take_over(english)
    assert "self_approval" in codes(english, english.cast.chief, "about", "en")


def test_an_overridden_field_has_its_author(english: Ground) -> None:
    context = TranslationContext.objects.filter(object_id=english.page("about").translation_key).first()
    SegmentOverride.objects.create(
        locale=Locale.objects.get(language_code="en"),
        context=context,
        data_json='"x"',
        last_translated_by=english.cast.chief,
    )
    take_over(english)
    assert "self_approval" in codes(english, english.cast.chief, "about", "en")


def test_imported_words_are_the_importers(english: Ground) -> None:
    po = translation(english).export_po()
    for entry in po:
        entry.msgstr = "Imported"
    translation(english).import_po(po, user=english.cast.chief)
    take_over(english)
    assert "self_approval" in codes(english, english.cast.chief, "about", "en")


def test_words_of_somebody_who_is_gone_could_be_anybodys(english: Ground) -> None:
    leaver = make_person("leaver", "registration")
    say(english, leaver, "Leaver's words")
    take_over(english)
    assert codes(english, english.cast.chief, "about", "en") == set()
    leaver.delete()
    assert codes(english, english.cast.chief, "about", "en") == {"author_unknown"}
    # Whoever says them again answers for them.
    say(english, english.cast.owner, "Owner's words")
    take_over(english)
    assert codes(english, english.cast.chief, "about", "en") == set()


def test_words_that_were_public_are_done_with(english: Ground) -> None:
    say(english, english.cast.chief, "Chief's words")
    take_over(english)
    page = english.page("about", "en")
    stand_in("chief", "admin-chief")
    Approve(page, revision=page.latest_revision, actor=english.cast.admin_chief).execute()
    Publish(page, revision=page.latest_revision, actor=english.cast.webmaster).execute()
    say(english, english.cast.owner, "New words")
    take_over(english)
    assert codes(english, english.cast.chief, "about", "en") == set()


# -- sections ------------------------------------------------------------------


@pytest.fixture
def news(ground: Ground) -> Ground:
    publish_new(ground, NewsListPage, "home", "news")
    return ground


def section(code: str) -> Section:
    return Section.objects.get(code=code)


def test_an_author_does_not_choose_another_chief(news: Ground) -> None:
    make_page(news, NewsItemPage, "news", "item", published_on=TODAY, section=section("service"))
    page = news.page("item")
    with refused("section_not_yours"):
        Approve(page, revision=page.latest_revision, actor=news.cast.other_chief).execute()
    with refused("section_not_yours", "not_owner"):
        Submit(page, actor=news.cast.owner).execute()
    with refused("section_not_yours", "not_chief"):
        Approve(page, revision=page.latest_revision, actor=news.cast.chief).execute()


def test_ones_own_section_may_be_named(news: Ground) -> None:
    make_page(news, NewsItemPage, "news", "item", published_on=TODAY, section=section("registration"))
    assert publish(news, "item").section == "registration"


def test_a_public_item_does_not_change_its_section(news: Ground) -> None:
    make_page(news, NewsItemPage, "news", "item", published_on=TODAY)
    publish(news, "item")
    write(news, "item", section=section("service"), title="新")
    assert "section_not_yours" in codes(news, news.cast.chief, "item")
    assert codes(news, news.cast.other_chief, "item") == {"section_not_yours"}


def test_the_webmaster_gives_an_item_to_another_section(news: Ground) -> None:
    make_page(news, NewsItemPage, "news", "item", published_on=TODAY)
    publish(news, "item")
    write(news, "item", author=news.cast.webmaster, section=section("service"))
    revision = write(news, "item", author=news.cast.other_owner, title="服務課的")
    page = news.page("item")
    with refused("not_chief"):
        Approve(page, revision=revision, actor=news.cast.chief).execute()
    Approve(page, revision=revision, actor=news.cast.other_chief).execute()
    assert Publish(page, revision=revision, actor=news.cast.deputy).execute().section == "service"


def test_the_other_sections_staff_may_take_an_item_over(news: Ground) -> None:
    make_page(news, NewsItemPage, "news", "item", published_on=TODAY, section=section("service"))
    write(news, "item", author=news.cast.other_owner, title="我們接手")
    assert codes(news, news.cast.other_chief, "item") == set()


def test_a_translation_keeps_its_sources_section(news: Ground) -> None:
    translate(news, "home", slug="en")
    publish(news, "home", "en")
    translate(news, "news")
    publish(news, "news", "en")
    make_page(news, NewsItemPage, "news", "item", published_on=TODAY, section=section("registration"))
    publish(news, "item")
    translate(news, "item")
    write(news, "item", "en", author=news.cast.other_owner)
    assert codes(news, news.cast.chief, "item", "en") == set()
    write(news, "item", "en", section=section("service"))
    assert "section_not_yours" in codes(news, news.cast.other_chief, "item", "en")


# -- approving and publishing --------------------------------------------------


def test_whoever_approved_a_text_does_not_publish_it(about: Ground) -> None:
    """A chief who stands in for the webmaster passes one of the two steps."""
    stand_in("webmaster", "chief")
    revision = write(about, "about", title="改")
    page = about.page("about")
    Approve(page, revision=revision, actor=about.cast.chief).execute()
    with refused("publisher_approved_it"):
        Publish(page, revision=revision, actor=about.cast.chief).execute()
    assert Publish(page, revision=revision, actor=about.cast.webmaster).execute().title == "改"


def test_a_small_office_may_let_one_person_do_both(about: Ground) -> None:
    office = Office.objects.get()
    office.governance = {**office.governance, "approver_may_publish": True}
    office.save()
    stand_in("webmaster", "chief")
    revision = write(about, "about", title="改")
    page = about.page("about")
    Approve(page, revision=revision, actor=about.cast.chief).execute()
    assert Publish(page, revision=revision, actor=about.cast.chief).execute().decided_by_name == "chief"


def test_an_approval_says_in_what_capacity_it_was_given(about: Ground) -> None:
    """The webmaster's own text is approved by the administration section's chief, as that."""
    revision = write(about, "about", author=about.cast.webmaster, title="改")
    page = about.page("about")
    Approve(page, revision=revision, actor=about.cast.admin_chief).execute()
    assert Approval.objects.latest("pk").capacity == "chief:administration"


def test_a_deputys_approval_names_whom_it_stands_in_for(about: Ground, held: HeldClock) -> None:
    stand_in("chief", "other-chief")
    held.forward(minutes=1)
    write(about, "about", title="改")
    page = about.page("about")
    Approve(page, revision=page.latest_revision, actor=about.cast.other_chief).execute()
    chief = Person.objects.get(code="chief").name
    assert Approval.objects.latest("pk").capacity == f"chief:registration deputy of {chief}"
    assert row_at("about", clock.now()) == Publication.objects.get(key="about")
