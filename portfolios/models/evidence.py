"""Evidence: what an organisation has to show for its work (scheme.md 12).

It belongs to the organisation and not to one application: whoever leaves, it stays; and Platinum goes
on with what was gathered for Gold. A portfolio is all of it that was not left out.

A photo that a panel took at a visit is a piece of evidence too, so that consent, hiding, forgetting and
looks hold for it in the same way; but it is in nobody's library, and no portfolio (scheme.md 20).
"""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from awards.choices import MembershipRole
from awards.models import Membership, Organisation, StandingInterest, User
from awards.scheme import Scheme
from foundation.models import PrivateFile
from portfolios.choices import Captioned, ConsentScope, EvidenceKind, Gatherer, ShowsPeople
from portfolios.records import Eyes

RESTRICTED = "A restricted piece of evidence"


class EvidenceQuerySet(models.QuerySet["EvidenceItem"]):
    def visible_to(self, user: User | AnonymousUser) -> "EvidenceQuerySet":
        """Members see their organisation's. Champions start from what was sent instead.

        Officers see all but that of who they are tied to, and of their own organisation what a panel has
        shown to it (T-36).
        What is restricted is there for leads and for whoever added it (T-94). What a panel gathered is
        there once its chair has shown it.
        """
        if isinstance(user, AnonymousUser):
            return self.none()
        mine = Membership.objects.filter(user=user)
        if user.is_officer:
            others = self.exclude(organisation__in=StandingInterest.objects.organisations_of(user))
            return others.exclude(
                gathered_by=Gatherer.PANEL,
                shown_at=None,
                organisation__in=mine.values("organisation"),
            )
        led = mine.filter(role=MembershipRole.LEAD).values("organisation")
        return self.filter(
            Q(restricted_at=None) | Q(created_by=user) | Q(organisation__in=led),
            Q(gathered_by=Gatherer.ORGANISATION) | Q(shown_at__isnull=False),
            organisation__in=mine.values("organisation"),
        )

    def open_to(self, eyes: Eyes) -> "EvidenceQuerySet":
        """Without the restricted pieces that they may not see; whose evidence it is was asked before."""
        if eyes.everything:
            return self
        return self.filter(Q(restricted_at=None) | Q(created_by=eyes.own))

    def withheld_from(self, eyes: Eyes) -> "EvidenceQuerySet":
        """The rest."""
        if eyes.everything:
            return self.none()
        return self.exclude(restricted_at=None).exclude(created_by=eyes.own)

    def own(self) -> "EvidenceQuerySet":
        """Gathered by its organisation."""
        return self.filter(gathered_by=Gatherer.ORGANISATION)

    def of_panels(self) -> "EvidenceQuerySet":
        return self.filter(gathered_by=Gatherer.PANEL)

    def kept(self) -> "EvidenceQuerySet":
        """In its organisation's library, and not removed from it."""
        return self.own().filter(removed_at=None)

    def placed(self, yes: bool = True) -> "EvidenceQuerySet":
        """Somebody has said what it shows; the rest lies in the tray."""
        return self.filter(_placed() if yes else ~_placed())

    def waiting(self) -> "EvidenceQuerySet":
        """The tray: nobody has said what it shows, neither with a tag nor in a statement."""
        return self.filter(~_chosen(), left_out=False).placed(False)

    def in_statement_alone(self) -> "EvidenceQuerySet":
        """Chosen for a criterion of a re-validation; no portfolio takes it along."""
        return self.filter(_chosen(), left_out=False).placed(False)

    def with_place(self) -> "EvidenceQuerySet":
        """Each row knows whether it is placed, and whether a statement has it, for counts and lists."""
        return self.annotate(is_placed=_placed(), is_chosen=_chosen())

    def in_portfolio(self) -> "EvidenceQuerySet":
        """What is sent with a portfolio."""
        return self.kept().filter(left_out=False).placed()

    def showing(self, code: str, scheme: Scheme) -> "EvidenceQuerySet":
        """What is said to show a thing. A right of the child is shown by what shows one of its principles,
        unless other rights were chosen of those that follow (the same as `coverage.articles_of`)."""
        if not code.startswith("crc."):
            return self.filter(_tagged(code))
        having = {p.code: {a.code for a in scheme.articles_of(p)} for p in scheme.principles}
        follows = _tagged(*(principle for principle, rights in having.items() if code in rights))
        narrowed = Q()
        for principle, rights in having.items():
            narrowed |= Q(_tagged(principle) & _tagged(*rights))
        return self.filter(follows).filter(Q(_tagged(code)) | ~narrowed)

    def hidden(self, on: date) -> "EvidenceQuerySet":
        """Consent was withdrawn or has run out, somebody asked to have it taken down, or it is forgotten:
        nobody sees more than the title."""
        return self.filter(_hidden(on))

    def shown(self, on: date) -> "EvidenceQuerySet":
        return self.exclude(_hidden(on))


def _placed() -> Exists:
    return Exists(EvidenceTag.objects.filter(item=OuterRef("pk")))


def _chosen() -> Exists:
    rows = EvidenceItem.objects.filter(pk=OuterRef("pk"), affirmed_in__isnull=False)
    return Exists(rows.order_by())


def _tagged(*codes: str) -> Exists:
    return Exists(EvidenceTag.objects.filter(item=OuterRef("pk"), code__in=codes))


def _hidden(on: date) -> Q:
    return (
        Q(consent__withdrawn_at__isnull=False)
        | Q(consent__expires_on__lt=on)
        | Q(consent__disputed_at__isnull=False)
        | Q(consent__forgotten_at__isnull=False)
    )


class EvidenceItem(models.Model):
    """One piece of evidence. Saving demands nothing; what is missing is asked before it is sent."""

    # Of one organisation; a portfolio of years.
    MOST = 3000
    # The columns that its first page may write, and no others (T-26).
    TYPED = (
        "title",
        "kind",
        "happened_on",
        "about",
        "who",
        "changed",
        "url",
        "captioned",
        "ladder_ours",
        "ladder_theirs",
        "ladder_said",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="evidence"
    )
    title = models.CharField("title", max_length=200, blank=True)
    kind = models.CharField("what it is", max_length=12, choices=EvidenceKind.choices, blank=True)
    happened_on = models.DateField("when it was", null=True, blank=True)
    about = models.TextField("what it tells", max_length=3000, blank=True)
    who = models.TextField("who was involved", max_length=2000, blank=True)
    changed = models.TextField("what changed because of it", max_length=3000, blank=True)
    url = models.URLField("address of the video or sound", max_length=500, blank=True)
    captioned = models.CharField(
        "captions or a transcript", max_length=4, choices=Captioned.choices, blank=True
    )
    # Codes of the edition: `ladder.co_production`.
    ladder_ours = models.CharField("level of the ladder, as we saw it", max_length=48, blank=True)
    ladder_theirs = models.CharField(
        "level of the ladder, as the people saw it", max_length=48, blank=True
    )
    ladder_said = models.TextField("who said so, and how", max_length=1000, blank=True)
    gathered_by = models.CharField(
        "who gathered it",
        max_length=12,
        choices=Gatherer.choices,
        default=Gatherer.ORGANISATION,
    )
    # Of what a panel gathered: from when its organisation sees it, too.
    shown_at = models.DateTimeField(null=True, blank=True)
    # Kept, but no part of what is sent.
    left_out = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # For the eyes of those alone who must see it, and never of champions under 18 (T-30, T-94).
    restricted_at = models.DateTimeField(null=True, blank=True)
    restricted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    restricted_why = models.CharField("why it is restricted", max_length=300, blank=True)
    # Taken out by its organisation after it had been sent: what was sent still needs it.
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        # The latest first; what has no date yet lies on top, as in a tray.
        ordering = (models.F("happened_on").desc(nulls_first=True), "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=EvidenceKind.values),
                name="evidence_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(captioned="") | Q(captioned__in=Captioned.values),
                name="evidence_captioned_is_known",
            ),
            models.CheckConstraint(
                condition=Q(gathered_by=Gatherer.PANEL)
                | Q(gathered_by=Gatherer.ORGANISATION, shown_at=None),
                name="evidence_of_a_panel_is_shown",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="evidence_removed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(restricted_at=None, restricted_by=None, restricted_why="")
                | (
                    Q(restricted_at__isnull=False, restricted_by__isnull=False)
                    & ~Q(restricted_why="")
                ),
                name="evidence_restricted_by_somebody_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "removed_at", "happened_on"], name="evidence_by_date"
            ),
            models.Index(fields=["organisation", "kind"], name="evidence_by_kind"),
        ]

    def __str__(self) -> str:
        return self.title or "Evidence without a title"

    @property
    def is_in_library(self) -> bool:
        """Whether it has a page of its own."""
        return self.removed_at is None and self.gathered_by == Gatherer.ORGANISATION

    @property
    def is_unshown(self) -> bool:
        """Its organisation does not know of it."""
        return self.gathered_by == Gatherer.PANEL and self.shown_at is None

    @property
    def name_for_all(self) -> str:
        """For mail and whatever else goes to people who may not all see it."""
        return RESTRICTED if self.restricted_at else str(self)


class EvidenceTag(models.Model):
    """One thing that a piece of evidence shows: a criterion, a principle, an action …

    One table for all of them, as each is a code: of the edition, or `action:` and `measure:` with the
    id in the approved plan (`portfolios.choices`). Coverage is counted from these rows alone.
    """

    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="tags")
    code = models.CharField(max_length=48)

    class Meta:
        ordering = ("item", "code")
        constraints = [
            models.UniqueConstraint(fields=["item", "code"], name="evidence_tag_once_per_item"),
            models.CheckConstraint(condition=~Q(code=""), name="evidence_tag_has_a_code"),
        ]
        indexes = [models.Index(fields=["code", "item"], name="evidence_by_tag")]

    def __str__(self) -> str:
        return self.code


class EvidenceFile(models.Model):
    """One file of a piece of evidence. Its bytes are a `PrivateFile`, with a state of their own."""

    # Of one piece of evidence.
    MOST = 12

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(
        PrivateFile, on_delete=models.PROTECT, related_name="evidence", null=True, blank=True
    )
    # What can be seen in it, for whoever cannot see it.
    caption = models.CharField("what can be seen in it", max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("item", "pk")

    def __str__(self) -> str:
        return f"{self.item_id}: {self.uuid}"


class Consent(models.Model):
    """Who is pictured or quoted in a piece of evidence, and what they agreed to.

    Consent is the organisation's to ask for and to hold; here stands what it says about it. Every
    piece of evidence has this row from the start, with the narrowest scope.
    """

    TYPED = (
        "shows_people",
        "children",
        "young_people",
        "adults",
        "holder",
        "form_reference",
        "given_on",
        "scope",
        "expires_on",
    )

    item = models.OneToOneField(EvidenceItem, on_delete=models.CASCADE, related_name="consent")
    shows_people = models.CharField(
        "people pictured or quoted", max_length=8, choices=ShowsPeople.choices, blank=True
    )
    children = models.BooleanField("children", default=False)
    young_people = models.BooleanField("young people", default=False)
    adults = models.BooleanField("adults", default=False)
    holder = models.CharField("who holds the signed form", max_length=200, blank=True)
    form_reference = models.CharField("where the form is kept", max_length=200, blank=True)
    given_on = models.DateField("when they agreed", null=True, blank=True)
    scope = models.CharField(
        "who may see it",
        max_length=10,
        choices=ConsentScope.choices,
        default=ConsentScope.ASSESSORS,
    )
    # The last day on which it may be shown.
    expires_on = models.DateField("until when", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # How it reached us; never who.
    withdrawn_note = models.CharField(max_length=500, blank=True)
    # An officer hid it at once because somebody asked to have it taken down; until that is decided.
    disputed_at = models.DateTimeField(null=True, blank=True)
    disputed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # Its bytes and captions are gone for good.
    forgotten_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shows_people="") | Q(shows_people__in=ShowsPeople.values),
                name="consent_people_is_known",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=ConsentScope.values), name="consent_scope_is_known"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_note="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="consent_withdrawn_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(disputed_at=None, disputed_by=None)
                | Q(disputed_at__isnull=False, disputed_by__isnull=False),
                name="consent_disputed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_on"], name="consent_by_end"),
            models.Index(fields=["withdrawn_at"], name="consent_by_withdrawal"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.get_scope_display()}"

    def is_hidden(self, on: date) -> bool:
        """The same as `EvidenceQuerySet.hidden`, of a row that is at hand."""
        gone = (self.withdrawn_at, self.disputed_at, self.forgotten_at)
        if any(moment is not None for moment in gone):
            return True
        return self.expires_on is not None and self.expires_on < on
