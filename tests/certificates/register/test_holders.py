"""Who stands in the register on a day: exactly who holds an award that day (T-78, scheme.md 22, 25)."""

import random
from datetime import date, timedelta

import pytest

from awards.choices import Status
from awards.models import Application, Award, Organisation
from awards.services.organisations import create_organisation
from certificates.artwork import STAGES
from certificates.register.holders import (
    NEWEST,
    Asked,
    counts,
    holder,
    holders,
    narrowed,
    papers_of,
)
from certificates.services import issue_certificate, reissue_certificate
from tests.certificates.conftest import EDITION

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)
EPOCH = date(2026, 1, 1)


def stages(on: date = DAY) -> dict[str, str]:
    return {each.name: each.stage for each in holders(on=on)}


@pytest.fixture
def named(lead, now, make_award):
    """An organisation of that name, with its award."""

    def make(name: str, stage: str = "bronze", **fields: object) -> Award:
        made = create_organisation(
            name=name, sector="education", kind="school", postcode="B1 1BB", actor=lead, at=now
        )
        return make_award(stage, organisation=made, **fields)

    return make


class TestWho:
    def test_nobody_at_first(self, organisation):
        assert holders(on=DAY) == []
        assert holder(organisation.slug, on=DAY) is None
        assert papers_of(organisation.slug, on=DAY) == []

    def test_highest_award_and_its_dates(self, make_award, organisation):
        make_award("bronze", awarded_on=date(2025, 3, 1))
        make_award("silver", awarded_on=date(2025, 9, 1))
        make_award("gold", awarded_on=date(2026, 2, 1), valid_until=date(2027, 2, 1))
        (found,) = holders(on=DAY)
        assert (found.stage, found.awarded_on, found.valid_until, found.status) == (
            "gold",
            date(2026, 2, 1),
            date(2027, 2, 1),
            "in-force",
        )
        assert found == holder(organisation.slug, on=DAY)
        assert [paper.stage for paper in papers_of(organisation.slug, on=DAY)] == [
            "gold",
            "silver",
            "bronze",
        ]

    def test_lower_award_shows_when_the_higher_one_lapses(self, make_award):
        make_award("silver", awarded_on=date(2025, 9, 1))
        make_award("gold", awarded_on=date(2025, 11, 1), valid_until=date(2026, 11, 1))
        seen = {day: holders(on=day)[0] for day in (date(2026, 11, 1), date(2026, 11, 29))}
        assert [(each.stage, each.status) for each in seen.values()] == [
            ("gold", "in-force"),
            ("gold", "renewal-due"),
        ]
        assert stages(date(2026, 11, 30)) == {"Acorn Lane School": "silver"}

    @pytest.mark.parametrize(
        "ended",
        [{"revoked_on": DAY}, {"superseded_on": DAY}, {"valid_until": date(2026, 10, 27)}],
        ids=["taken back", "replaced", "lapsed"],
    )
    def test_ended_award_is_gone_at_once(self, make_award, organisation, officer, ended):
        stage = "gold" if "valid_until" in ended else "bronze"
        award = make_award(stage, awarded_on=date(2025, 10, 27), **ended)
        if "revoked_on" in ended:
            award.revoked_by = officer
            award.save()
        assert holders(on=DAY) == []
        assert holder(organisation.slug, on=DAY) is None

    def test_undecided_renewal_keeps_it(self, make_award):
        make_award(
            "gold",
            awarded_on=date(2025, 10, 1),
            valid_until=date(2026, 10, 1),
            pending_since=date(2026, 10, 20),
        )
        (found,) = holders(on=DAY)
        assert (found.status, found.status_words) == ("renewal-due", "In force, renewal due")

    def test_random_awards_stand_there_as_their_condition_says(self, lead, now):
        """Over all ways in which an award can end or be kept, and on the days around each."""
        chance = random.Random(25)
        made = [
            Organisation(
                slug=f"o-{place}", name=f"O {place}", printed_name=f"O {place}", created_at=now
            )
            for place in range(150)
        ]
        everybody = Organisation.objects.bulk_create(made)
        applications = Application.objects.bulk_create(
            Application(
                reference=f"R-{each.pk}-{stage}",
                organisation=each,
                stage=stage,
                edition=EDITION,
                status=Status.APPROVED,
                status_since=now,
                created_at=now,
                created_by=lead,
            )
            for each in everybody
            for stage in chance.sample(STAGES, chance.randint(1, 4))
        )
        Award.objects.bulk_create(_random_award(each, chance) for each in applications)
        awards = list(Award.objects.select_related("organisation"))
        days = {EPOCH + timedelta(days=each) for each in range(0, 500, 7)}
        days |= {award.grace_until + timedelta(days=1) for award in awards if award.grace_until}
        kinds = set()
        for day in sorted(days):
            expected: dict[str, tuple[int, str]] = {}
            for award in awards:
                condition = award.condition(day)
                kinds.add(condition.value)
                if condition.is_held:
                    line = (STAGES.index(award.stage), condition.value)
                    slug = award.organisation.slug
                    expected[slug] = max(expected.get(slug, line), line)
            shown = {each.slug: (STAGES.index(each.stage), each.status) for each in holders(on=day)}
            public = {"in-force": "in-force", "due": "in-force", "grace": "renewal-due"}
            assert shown == {slug: (rank, public[word]) for slug, (rank, word) in expected.items()}
        assert kinds == {"in-force", "due", "grace", "lapsed", "revoked", "superseded"}

    def test_one_query(self, named, django_assert_num_queries):
        for count in (1, 3):
            while (there := Award.objects.count()) < count:
                named(f"School {there}")
            with django_assert_num_queries(1):
                assert len(holders(on=DAY)) == count


class TestName:
    def test_is_that_of_the_current_certificate(self, award, organisation, signatory, officer, now):
        assert list(stages()) == ["Acorn Lane School"]
        first = issue_certificate(award=award, printed_name="Łódź", at=now, actor=officer)
        assert list(stages()) == ["Łódź"]
        reissue_certificate(
            certificate=first, printed_name="Łódź & Sons", at=now, actor=officer, reason="x"
        )
        assert list(stages()) == ["Łódź & Sons"]
        (paper,) = papers_of(organisation.slug, on=DAY)
        assert paper.certificate.printed_name == "Łódź & Sons"
        assert paper.means == (
            "They promised to work as equals with children, young people and families, "
            "and talked it over with champions."
        )

    def test_is_of_the_award_that_shows(self, make_award, signatory, officer, now):
        """A lower certificate may have an older name."""
        issue_certificate(
            award=make_award("bronze"), printed_name="Old name", at=now, actor=officer
        )
        issue_certificate(
            award=make_award("silver"), printed_name="New name", at=now, actor=officer
        )
        assert stages() == {"New name": "silver"}


class TestNarrowing:
    @pytest.fixture
    def everybody(self, named):
        named("Élan Nursery", awarded_on=date(2026, 3, 1))
        named("acorn house", "silver", awarded_on=date(2026, 5, 1))
        named("Zoë’s 100% School", awarded_on=date(2026, 4, 1))
        return holders(on=DAY)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["acorn house", "Élan Nursery", "Zoë’s 100% School"]),
            ("  ", ["acorn house", "Élan Nursery", "Zoë’s 100% School"]),
            ("elan", ["Élan Nursery"]),
            ("ÉLAN nurs", ["Élan Nursery"]),
            ("nursery elan", ["Élan Nursery"]),
            ("zoes", ["Zoë’s 100% School"]),
            ("0% s", ["Zoë’s 100% School"]),
            ("1%0", []),
            ("%", ["Zoë’s 100% School"]),
            ("_", []),
            ("...", []),
            ("acorn elan", []),
        ],
    )
    def test_by_name(self, everybody, query, found):
        assert [each.name for each in narrowed(everybody, Asked(query=query))] == found

    def test_by_stage_and_newest_first(self, everybody):
        assert [each.name for each in narrowed(everybody, Asked(stage="silver"))] == ["acorn house"]
        assert [each.name for each in narrowed(everybody, Asked(order=NEWEST))] == [
            "acorn house",
            "Zoë’s 100% School",
            "Élan Nursery",
        ]

    def test_counts_of_everybody(self, everybody):
        assert counts(everybody) == [
            ("platinum", 4, 0),
            ("gold", 3, 0),
            ("silver", 2, 1),
            ("bronze", 1, 2),
        ]

    def test_name_it_registered_with_finds_it_too(self, award, signatory, officer, now):
        issue_certificate(award=award, printed_name="سایہ گھر", at=now, actor=officer)
        (found,) = narrowed(holders(on=DAY), Asked(query="acorn"))
        assert found.name == "سایہ گھر"


def _random_award(application: Application, chance: random.Random) -> Award:
    """As the database allows it."""
    awarded = EPOCH + timedelta(days=chance.randint(-400, 300))
    valid = due = grace = since = until = None
    if application.stage in ("gold", "platinum"):
        valid = awarded + timedelta(days=365)
        due = valid + timedelta(days=chance.choice((0, 0, 90)))
        grace = due + timedelta(days=chance.choice((28, 28, 60)))
        if chance.random() < 0.5:
            since = grace + timedelta(days=chance.randint(-60, 20))
            if chance.random() < 0.6:
                until = since + timedelta(days=chance.randint(0, 120))
    ended = chance.random()
    return Award(
        organisation_id=application.organisation_id,
        application=application,
        stage=application.stage,
        edition=EDITION,
        awarded_on=awarded,
        held_since=awarded - timedelta(days=chance.choice((0, 365))),
        runs_from=awarded,
        valid_until=valid,
        due_on=due,
        grace_until=grace,
        pending_since=since,
        pending_until=until,
        revoked_on=awarded if ended < 0.1 else None,
        superseded_on=awarded if 0.1 <= ended < 0.2 else None,
    )
