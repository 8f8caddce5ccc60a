"""The screens about people: who sees them, what a chief does there without the webmaster, and their cost."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.core import clock
from cms.core.models import AuditEntry
from cms.office import roster
from cms.office.models import Absence, Deputy, DutyHolder, Person, Section
from cms.publishing.actions.submit import Submit
from cms.publishing.actions.withdraw import AskWithdrawal
from tests.admin import ground
from tests.admin.ground import House, browser, who_can
from tests.admin.screens import REPORTS


def pk(code: str) -> int:
    return int(Person.objects.get(code=code).pk)


def post(who: User, name: str, number: int, **data: object) -> HttpResponse:
    return browser(who).post(reverse(f"office:{name}", args=[number]), data)


def test_only_the_section_s_chief_changes_anything(house: House) -> None:
    holder = DutyHolder.objects.get(duty__key="about").pk
    today = clock.today().isoformat()
    absence = Absence.objects.create(person_id=pk("colleague"), start=clock.today() + timedelta(days=9)).pk
    deputy = Deputy.objects.create(
        person_id=pk("owner"), deputy_id=pk("chief"), start=clock.today() + timedelta(days=9)
    ).pk
    acts: dict[str, tuple[int, dict[str, object]]] = {
        "name_holder": (holder, {"person": pk("colleague")}),
        "record_absence": (pk("owner"), {"start": today, "end": today}),
        "name_deputy": (pk("owner"), {"deputy": pk("colleague"), "start": today}),
        "hand_over": (pk("owner"), {"successor": pk("colleague"), "last_day": today}),
        "end_absence": (absence, {}),
        "end_deputy": (deputy, {}),
    }
    for verb, (number, data) in acts.items():
        written = AuditEntry.objects.filter(action=verb).exists
        able = who_can(house, lambda who, v=verb, n=number, d=data: post(who, v, n, **d), written)
        assert able == {"chief"}, verb


def test_a_refused_form_keeps_what_was_typed_and_says_why(house: House) -> None:
    data = {"deputy": pk("colleague"), "start": "2026-12-24", "end": "2026-12-01"}
    answer = post(house.cast.chief, "name_deputy", pk("owner"), **data)
    content = answer.content.decode()
    assert answer.status_code == 409
    assert "The last day is before the first" in content
    assert "2026-12-24" in content


def test_buttons_are_the_chief_s(house: House) -> None:
    address = reverse("office:person", args=[pk("owner")])
    record = reverse("office:record_absence", args=[pk("owner")])
    seen = {who for who in REPORTS if record in browser(getattr(house.cast, who)).get(address).content.decode()}
    assert seen == {"chief"}


def test_only_the_section_s_people_are_offered(house: House) -> None:
    holder = DutyHolder.objects.get(duty__key="about").pk
    form = browser(house.cast.chief).get(reverse("office:name_holder", args=[holder])).context["form"]
    assert {person.code for person in form.fields["person"].queryset} == {"owner", "colleague", "chief"}


def test_what_is_handed_over_is_shown_first(house: House) -> None:
    owner = house.cast.owner
    item = ground.add_item(house, "mine", person=Person.objects.get(code="owner"))
    sent = ground.add_item(house, "sent")
    Submit(sent, actor=owner).execute()
    AskWithdrawal(house.page, actor=owner, reason="內容過時").execute()
    context = browser(house.cast.chief).get(reverse("office:hand_over", args=[pk("owner")])).context
    work = context["work"]
    assert [row.label for row in work.items] == [item.title]
    assert [row.label for row in work.sent] == [sent.title]
    assert "標題 draft" in [row.label for row in work.drafts]
    assert [row.notes for row in work.withdrawals] == [("內容過時",)]
    assert work.duties == ("2-1 about", "2-1 news")
    chief = browser(house.cast.chief).get(reverse("office:hand_over", args=[pk("chief")])).context["work"]
    assert chief.chain_roles == ("chief",)


def test_after_the_last_day_the_work_lies_on_the_successor_s_desk(house: House) -> None:
    post(house.cast.chief, "hand_over", pk("owner"), successor=pk("colleague"), last_day=clock.today().isoformat())
    with clock.hold(clock.now() + timedelta(days=1)):
        content = browser(house.cast.colleague).get(reverse("wagtailadmin_home")).content.decode()
        assert "標題 draft" in content
        edit = reverse("wagtailadmin_pages:edit", args=[house.draft.pk])
        assert browser(house.cast.colleague).get(edit).status_code == 200
        assert browser(house.cast.owner).get(edit).status_code == 302


def test_a_gap_leads_its_chief_to_where_it_is_mended(house: House) -> None:
    DutyHolder.objects.filter(duty__key="about").update(person=None)
    content = browser(house.cast.chief).get(reverse("wagtailadmin_home")).content.decode()
    assert f'href="{reverse("office:choices")}"' in content


def test_people_are_found_by_name_and_section(house: House) -> None:
    def found(**query: str) -> list[str]:
        members = browser(house.cast.webmaster).get(reverse("office:people"), query).context["members"]
        return [member.person.code for member in members]

    assert found(q="Coll") == ["colleague"]
    assert found(section="service") == ["other-chief", "other-owner"]
    assert found(q="nobody") == []


def queries(house: House, name: str) -> int:
    client = browser(house.cast.chief)
    client.get(reverse(f"office:{name}"))
    roster.forget()
    with CaptureQueriesContext(connection) as found:
        assert client.get(reverse(f"office:{name}")).status_code == 200
    return len(found)


def test_two_hundred_people_cost_what_ten_cost(house: House) -> None:
    before = {name: queries(house, name) for name in ("people", "choices")}
    section = Section.objects.get(code="registration")
    Person.objects.bulk_create(
        Person(code=f"clerk-{n}", name=f"員 {n}", name_en=f"Clerk {n}", section=section) for n in range(200)
    )
    first, *others = Person.objects.filter(code__startswith="clerk-")
    Deputy.objects.bulk_create(Deputy(person=other, deputy=first, start=clock.today()) for other in others)
    Absence.objects.bulk_create(Absence(person=other, start=clock.today()) for other in others)
    for n in range(20):
        ground.make_duty(f"row-{n}", [f"row-{n}"])
    # One more for the pager: is there another page.
    assert {name: queries(house, name) for name in ("people", "choices")} == before
