"""The office: sections, people, roles, deputies, and the responsibility matrix as duties."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Bilingual(models.Model):
    """Something with an official name in Chinese and in English."""

    name = models.CharField(_("name"), max_length=150)
    name_en = models.CharField(_("English name"), max_length=150)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_in(get_language() or "zh-hant")

    def name_in(self, locale: str) -> str:
        """The name in `locale` (`en` gives English, anything else Chinese)."""
        return self.name_en if locale == "en" else self.name


class Office(Bilingual):
    """The one office this installation serves, and the choices its own rule leaves open."""

    code = models.SlugField(_("code"), unique=True)
    base_url = models.URLField(_("public address"))
    governance = models.JSONField(_("choices of the office's rule"), default=dict)

    class Meta:
        verbose_name = _("office")


class Section(Bilingual):
    """課室."""

    code = models.SlugField(_("code"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("section")
        ordering = ("position",)


class RoleKind(models.TextChoices):
    OWNER = "owner", _("owner of pages")
    WEBMASTER = "webmaster", _("webmaster")
    CHIEF = "chief", _("section chief")
    SECRETARY = "secretary", _("secretary")
    DIRECTOR = "director", _("director")
    AUDITOR = "auditor", _("auditor")


class Role(Bilingual):
    """負責人員 of the matrix (研考, 門牌承辦人 …) and the roles of the sign-off chain."""

    code = models.SlugField(_("code"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=RoleKind, default=RoleKind.OWNER)

    class Meta:
        verbose_name = _("role")
        ordering = ("code",)


class Person(Bilingual):
    """A member of staff; acts in the system through a user account."""

    code = models.SlugField(_("code"), unique=True)
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.PROTECT, related_name="people", verbose_name=_("section")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
        verbose_name=_("account"),
    )
    username = models.CharField(_("account name"), max_length=150, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True, help_text=_("Last day of service."))
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="took_over_from",
        verbose_name=_("successor"),
        help_text=_("Answers for everything of this person after the last day."),
    )

    class Meta:
        verbose_name = _("person")
        ordering = ("code",)


class Dated(models.Model):
    """Holds from `start` to `end`, both days included, in Taipei; no end means until further notice."""

    start = models.DateField(_("from"))
    end = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        abstract = True


class Appointment(Dated):
    """A person holds a role, in one section or in the whole office."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="appointments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="appointments")
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("appointment")


class Deputy(Dated):
    """職務代理人: `deputy` acts for `person` between two dates, in everything that person answers for."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stands_in_for")

    class Meta:
        verbose_name = _("deputy")


class Absence(Dated):
    """Days on which a person is away and can answer for nothing; deputies go on."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("absence")


class DutyKind(models.TextChoices):
    PAGE = "page", _("page")
    FEATURE = "feature", _("feature")
    LINK = "link", _("link")


class Duty(models.Model):
    """責任: one row of the responsibility matrix, bound to a page, a feature or a link."""

    key = models.SlugField(_("key"), unique=True)
    position = models.PositiveSmallIntegerField(_("row"), unique=True)
    group_no = models.CharField(_("group number"), max_length=10)
    group = models.CharField(_("group"), max_length=100)
    title = models.CharField(_("page title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=DutyKind)
    target = models.CharField(_("target"), max_length=120)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["group_no", "title"], name="office_duty_once_a_group")]

    def __str__(self) -> str:
        return f"{self.group_no} {self.title}"


class DutyHolder(models.Model):
    """Who holds a duty in one section: a role, or for ※ the person the chief named (or nobody yet).

    Exactly one holder of a duty is `lead`: that section's chief answers for the page itself.
    """

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="holders")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="duty_holders")
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL)
    lead = models.BooleanField(_("lead"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("holder of a duty")
        ordering = ("duty", "position")
        constraints = [
            models.UniqueConstraint(fields=["duty", "section", "role"], name="office_holder_once"),
            models.UniqueConstraint(
                fields=["duty", "section"], condition=models.Q(role=None), name="office_chief_choice_once"
            ),
            models.UniqueConstraint(fields=["duty"], condition=models.Q(lead=True), name="office_one_lead_per_duty"),
        ]


class PageDuty(models.Model):
    """Which duty answers for the page with this key (structural pages share a row)."""

    page_key = models.SlugField(_("page key"), max_length=100, unique=True)
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="pages")

    class Meta:
        verbose_name = _("duty of a page")


class LoadedValue(models.Model):
    """What `load_office` last wrote into a field, so that a change made by hand is recognised and kept."""

    subject = models.CharField(max_length=160)
    field = models.CharField(max_length=60)
    value = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "field"], name="office_loaded_once")]
