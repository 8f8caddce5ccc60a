"""Accounts, the first publication of everything, groups and vacancies, on the invented office."""

from __future__ import annotations

import io
import uuid

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation
from wagtail.models import GroupPagePermission, Page, ReferenceIndex
from wagtail.permissions import page_permission_policy

from cms.core import clock
from cms.office.models import Absence, Deputy, Person
from cms.office.vacancies import vacancies
from cms.publishing import documents
from cms.publishing.models import Countersignature, Publication
from site_pages.loading import accounts, first, groups
from site_pages.loading.files import Bundle
from site_pages.models import FaqListPage, HomePage, NewsItemPage, StandardPage
from tests.conftest import HeldClock

pytestmark = pytest.mark.django_db


def user(name: str):
    return get_user_model().objects.get(username=name)


def run(name: str, *arguments: str) -> str:
    out = io.StringIO()
    with translation.override("en"):
        call_command(name, *arguments, stdout=out)
    return out.getvalue()


# -- accounts ------------------------------------------------------------------


def test_each_person_gets_one_account_and_nobody_is_superuser(island: Bundle) -> None:
    assert set(Person.objects.values_list("user__username", flat=True)) == {"ann", "ben", "cat", "dan", "eve", "fay"}
    assert not get_user_model().objects.filter(is_superuser=True).exists()
    assert Client().login(username="ann", password="a-long-password")
    assert all(person.user.has_perm("wagtailadmin.access_admin") for person in Person.objects.all())


def test_a_second_run_changes_nothing(island: Bundle) -> None:
    before = list(get_user_model().objects.order_by("pk").values_list("pk", "password"))

    made = accounts.make("another-password")

    assert {account.password for account in made} == {""}
    assert list(get_user_model().objects.order_by("pk").values_list("pk", "password")) == before


@pytest.fixture
def without_accounts(island: Bundle) -> Bundle:
    """The office before anybody has an account."""
    Person.objects.update(user=None)
    get_user_model().objects.all().delete()
    return island


def test_random_passwords_differ(without_accounts: Bundle) -> None:
    assert len({account.password for account in accounts.make()}) == 6


def test_an_account_that_exists_is_linked(without_accounts: Bundle) -> None:
    old = get_user_model().objects.create_user("ann", password="mine")

    accounts.make()

    assert Person.objects.get(code="ann").user == old
    assert Client().login(username="ann", password="mine")


def test_the_command_prints_each_account_once(without_accounts: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO_PASSWORD", "one-for-all")

    first_run, second_run = run("demo_accounts"), run("demo_accounts")

    assert first_run.count("one-for-all") == 6
    assert "one-for-all" not in second_run
    assert second_run.count("unchanged") == 6
    assert "changepassword" not in first_run
    assert "manage.py changepassword ann" in second_run


# -- the first load ------------------------------------------------------------


def test_everything_goes_out_but_what_nobody_answers_for(island: Bundle) -> None:
    out = run("first_load", "--approver", "ben")

    public = set(Publication.objects.filter(channel="site").values_list("key", "locale"))
    waiting = {(page.key, page.language) for page in first.waiting()}
    assert waiting == {("archive", "zh-hant"), ("archive", "en")}
    assert {("home", "en"), ("news-open", "en"), ("guide-move", "zh-hant"), ("site-header", "zh-hant")} <= public
    assert not {"shared", "marquee"} & {key for key, _ in public}
    assert "duty_vacant" in out
    assert "Published: 25. Refused: 2." in out


def test_each_page_is_written_once(island: Bundle) -> None:
    """What a page links to goes out before it: no row is written anew in the minute in which it was written."""
    run("first_load", "--approver", "ben")

    order = list(
        Publication.objects.filter(channel="site", locale="zh-hant").order_by("pk").values_list("key", flat=True)
    )
    assert order.index("faq-when") < order.index("faq-fee")
    assert not Publication.objects.filter(action="reissue").exists()


def test_a_page_that_links_below_itself_still_comes_before_what_is_below(island: Bundle) -> None:
    home, faq = HomePage.objects.get(key="home", locale__language_code="zh-hant"), FaqListPage.objects.first()
    ReferenceIndex.objects.create(
        base_content_type=ContentType.objects.get_for_model(Page),
        content_type=ContentType.objects.get_for_model(HomePage),
        to_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(home.pk),
        to_object_id=str(faq.pk),
        model_path="body",
        content_path="body",
        content_path_hash=uuid.uuid4(),
    )

    order = [page.key for page in first.waiting() if page.language == "zh-hant"]

    assert order[0] == "home"
    assert order.index("home") < order.index("faq") < order.index("faq-fee")


def test_the_marquee_text_is_on_its_channel(island: Bundle) -> None:
    run("first_load", "--approver", "ben")

    row = Publication.objects.get(channel="marquee:door")
    assert row.key == "marquee-hello"
    assert row.offline == clock.day_end(Publication.objects.get(key="marquee-hello", channel="site").offline.date())


def test_each_first_publication_waits_for_its_chief(island: Bundle) -> None:
    run("first_load", "--approver", "ben")

    assert Countersignature.objects.count() == 25
    assert Countersignature.objects.get(publication__key="faq-fee").section == "records"
    assert Countersignature.objects.get(publication__key="guide-move").section == "counter"


def test_doing_it_again_publishes_nothing(island: Bundle) -> None:
    run("first_load", "--approver", "ben")
    rows = Publication.objects.count()

    out = run("first_load", "--approver", "ben")

    assert Publication.objects.count() == rows
    assert "Published: 0. Refused: 2." in out


def test_a_broken_item_holds_up_no_other_and_fails_the_command(island: Bundle) -> None:
    item = NewsItemPage.objects.get(key="news-open", locale__language_code="zh-hant")
    item.theme = []
    item.save()
    item.save_revision()

    with pytest.raises(CommandError):
        run("first_load", "--approver", "ben")

    public = set(Publication.objects.values_list("key", flat=True))
    assert "news-open" not in public
    assert {"faq-fee", "faq-when", "form-proxy", "glossary"} <= public


def test_a_page_that_cannot_be_built_holds_up_no_other(island: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    build = documents.build

    def broken(page, context):
        if page.key == "news":
            raise OSError("no such file")
        return build(page, context)

    monkeypatch.setattr(documents, "build", broken)

    outcomes = {(found.key, found.locale): found for found in first.publish(first.waiting(), user("ben"))}

    reasons = outcomes["news", "zh-hant"].refusals
    assert [reason.code for reason in reasons] == ["page_broken"]
    assert "OSError: no such file" in reasons[0].message
    public = set(Publication.objects.values_list("key", flat=True))
    assert not {"news", "news-open"} & public
    assert {"faq", "faq-fee", "glossary"} <= public


def test_an_unknown_approver_is_refused(island: Bundle) -> None:
    with pytest.raises(CommandError, match="nobody"):
        run("first_load", "--approver", "nobody")


def test_a_dry_run_publishes_nothing(island: Bundle) -> None:
    out = run("first_load", "--approver", "ben", "--dry-run")

    # Nothing goes out, so what stands below another page still waits for it.
    assert "parent_not_public" in out

    assert not Publication.objects.exists()


# -- groups --------------------------------------------------------------------


def may_change(name: str) -> set[str]:
    pages = page_permission_policy.instances_user_has_permission_for(user(name), "change")
    return {page.specific.key for page in pages if page.depth > 1}


def test_listings_are_bounded_by_the_matrix(island: Bundle) -> None:
    assert {"news", "news-open", "forms", "guides"} <= may_change("ann")
    assert not {"map", "glossary", "archive", "home"} & may_change("ann")
    assert "map" in may_change("dan")
    assert {"archive", "glossary"} <= may_change("eve")
    assert not may_change("fay")


def test_a_choice_of_the_chief_gives_its_page(island: Bundle) -> None:
    assert "faq" in may_change("cat")
    assert not {"map", "glossary"} & may_change("cat")


def test_projecting_again_changes_nothing(island: Bundle) -> None:
    rows = list(GroupPagePermission.objects.order_by("pk").values_list("pk", flat=True))
    members = set(get_user_model().groups.through.objects.values_list("pk", flat=True))

    groups.project()

    assert list(GroupPagePermission.objects.order_by("pk").values_list("pk", flat=True)) == rows
    assert set(get_user_model().groups.through.objects.values_list("pk", flat=True)) == members


def test_other_groups_are_left_alone(island: Bundle) -> None:
    own = Group.objects.create(name="Volunteers")
    user("ann").groups.add(own)

    groups.project()

    assert own in user("ann").groups.all()


def test_a_deputy_gains_at_login_and_loses_when_the_time_is_over(island: Bundle, held: HeldClock) -> None:
    day = clock.today()
    Deputy.objects.create(
        person=Person.objects.get(code="ann"), deputy=Person.objects.get(code="cat"), start=day, end=day
    )
    client = Client()
    client.force_login(user("cat"))
    assert "guides" in may_change("cat")

    held.forward(days=1)
    client.force_login(user("cat"))

    assert "guides" not in may_change("cat")


# -- vacancies -----------------------------------------------------------------


def test_the_open_choice_is_listed(island: Bundle) -> None:
    found = vacancies()

    assert [(vacancy.duty.key, vacancy.section.code, vacancy.lead) for vacancy in found if vacancy.duty] == [
        ("archive", "records", True)
    ]
    assert len(found) == 1
    assert "3 檔案" in run("vacancies")


def test_absences_without_deputies_are_listed(island: Bundle) -> None:
    for code in ("ann", "ben"):
        Absence.objects.create(person=Person.objects.get(code=code), start=clock.today())

    found = vacancies()

    assert ("counter", None) in {(v.section.code, v.duty) for v in found if v.section}
    assert {"news", "guides", "quick-forms", "forms"} <= {v.duty.key for v in found if v.duty}


def test_nobody_to_publish_is_listed(island: Bundle) -> None:
    for code in ("dan", "eve"):
        Absence.objects.create(person=Person.objects.get(code=code), start=clock.today())

    with translation.override("en"):
        reasons = [vacancy.why for vacancy in vacancies() if vacancy.duty is None and vacancy.section is None]

    assert reasons == ["Neither the webmaster nor a deputy is present."]


# -- flags ---------------------------------------------------------------------


def test_drift_lists_and_mends(island: Bundle) -> None:
    StandardPage.objects.filter(key="map").update(live=True)

    with pytest.raises(CommandError):
        run("drift")
    assert "Differences: 2" in run("drift", "--mend")

    assert "Differences: 0" in run("drift")
