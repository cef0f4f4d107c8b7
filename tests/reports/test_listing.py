"""The officers' list: each filter shows exactly what it says, and figures agree with lists."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from awards.choices import ConcernAbout, Interest, MembershipRole
from awards.models import Application, Award, Membership, StandingInterest
from awards.services.concerns import close_concern, report_concern
from champions.choices import Missing
from champions.selectors import case_steps
from foundation.models import DeadLetter, OutboxMessage
from reports.choices import WaitingOn
from reports.selectors import with_waiting
from reports.selectors.organisations import NOT_YOURS
from reports.selectors.waiting import BY_TURN
from tests.conftest import make_user
from tests.support.awards import dated
from tests.support.champions import make_champion

OFFICER = "decided delivered headless joined short submitted"
# Nothing is open, and the next stage has a date.
TO_BEGIN = "awarded idle overrun recalled regained"
ORGANISATION = f"changes draft extended offered punctual tardy {TO_BEGIN}"
SILVER = "delivered extended gilded punctual recalled refused short silver tardy"
LATE = "idle overrun recalled tardy"
CHAMPIONS = (
    "again agreed assessing counter expired over ready resubmitted settled silver undeclared"
)
NOBODY = "declined empty gilded refused revoked withdrawn"
EVERYBODY = " ".join(sorted(f"{OFFICER} {ORGANISATION} {CHAMPIONS} {NOBODY}".split()))
REVIEWED = (
    "again agreed assessing counter decided expired headless joined offered over ready resubmitted "
    "settled short silver undeclared"
)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, EVERYBODY),
        ({"waiting": "officer"}, OFFICER),
        ({"waiting": "organisation"}, ORGANISATION),
        ({"waiting": "champions"}, CHAMPIONS),
        ({"missing": "plan"}, LATE),
        ({"missing": "plan", "waiting": "organisation"}, LATE),
        ({"missing": "plan", "stage": "silver"}, "recalled tardy"),
        ({"missing": "plan", "waiting": "officer"}, ""),
        ({"missing": "panel"}, "delivered headless joined short submitted"),
        ({"missing": "offer"}, "again expired headless joined settled undeclared"),
        ({"missing": "minutes"}, "over"),
        ({"missing": "assessment"}, "assessing resubmitted short silver"),
        ({"missing": "decision"}, "ready"),
        ({"missing": "release"}, "decided"),
        ({"status": "draft"}, "draft extended punctual tardy"),
        ({"status": "submitted"}, "delivered submitted"),
        ({"status": "in_review"}, REVIEWED),
        ({"status": "changes_requested"}, "changes"),
        ({"status": "approved"}, "awarded gilded idle overrun regained revoked"),
        ({"status": "declined"}, "declined refused"),
        ({"status": "withdrawn"}, "recalled withdrawn"),
        ({"sector": "health"}, "submitted"),
        ({"stage": "silver"}, SILVER),
        ({"stage": "gold"}, ""),
        ({"held": "bronze"}, f"awarded idle overrun regained {SILVER}"),
        ({"held": "silver"}, "gilded"),
        ({"held": "bronze", "stage": "silver", "missing": "panel"}, "delivered short"),
        ({"q": "ready"}, "ready"),
        ({"q": "house", "waiting": "organisation"}, ORGANISATION),
    ],
)
def test_filter_shows_exactly_what_it_says(shown, asked, expected):
    assert shown(**asked) == sorted(expected.split())


@pytest.mark.parametrize("days", [0, 3, 6, 40])
def test_waiting_agrees_with_the_steps(city, days):
    """Days later offers have passed and meetings are over; both sides must notice."""
    at = city.at + timedelta(days=days)
    cases = list(with_waiting(Application.objects.all(), at=at))
    steps = case_steps(cases, at=at)
    by_turn = {case.pk: BY_TURN.get(steps[case.pk].reviewers.turn, "") for case in cases}
    assert {case.pk: case.waiting_on for case in cases} == by_turn
    assert set(by_turn.values()) == {*WaitingOn.values, ""}


def test_waiver_completes_a_panel(city):
    """Gold asks for three perspectives; an officer's reason can set one aside (scheme.md 3)."""
    case = city.cases["silver"]
    Application.objects.filter(pk=case.pk).update(stage="gold")

    def both():
        found = with_waiting(Application.objects.filter(pk=case.pk), at=city.at).get()
        return found.waiting_on, case_steps([found], at=city.at)[found.pk].reviewers.turn

    assert both() == ("officer", "officer")
    third = city.young.assignments.get(panel=case.panel)
    third.pk = third.uuid = None
    third.champion = make_third(city)
    third.save()
    third.declarations.create(nature="none", declared_by=third.champion.user, declared_at=city.at)
    assert both() == ("officer", "officer")
    case.panel.waiver = "No parent was free."
    case.panel.save()
    assert both() == ("champions", "panel")


def make_third(city):
    return make_champion(make_user("Terry Third"), officer=city.officer, at=city.at)


def test_row_says_who_has_it_and_since_when(listing, city):
    rows = {row.organisation.name: row for row in listing().context["rows"]}
    decided = rows["Decided House"]
    assert decided.waiting_on is WaitingOn.OFFICER
    assert decided.told.sentence.startswith("The panel’s decision is “award”.")
    assert decided.told.since == city.at - timedelta(days=9)
    assert (rows["Gilded House"].held.name, rows["Gilded House"].told) == ("Silver", None)
    assert (rows["Empty House"].stage, rows["Empty House"].waiting_on) == (None, None)
    text = listing().content.decode()
    assert "1 of 2 assessments are in." in text
    assert "Choose the champions for this case." in text


def test_order_puts_open_and_longest_first(shown, city):
    oldest = city.cases["agreed"]
    Application.objects.filter(pk=oldest.pk).update(status_since=city.at - timedelta(days=300))
    names = shown(order="longest")
    assert names[0] == "agreed"
    closed = {*NOBODY.split(), *TO_BEGIN.split()}
    assert set(names[-len(closed) :]) == closed
    assert shown(order="newest")[0] == "empty"


def test_held_means_in_force_or_within_grace(shown, city):
    Award.objects.filter(organisation__name="Silver House").update(
        stage="gold", **dated(date(2020, 1, 1), city.at.date())
    )
    rows = lambda: shown(held="gold")  # noqa: E731
    assert rows() == ["silver"]
    for days, names in ((5, ["silver"]), (400, [])):
        ends = dated(date(2020, 1, 1), city.at.date() - timedelta(days=days))
        Award.objects.filter(stage="gold").update(**ends)
        award = Award.objects.get(stage="gold")
        assert (award.condition(city.at.date()).value == "lapsed") is (names == [])
        assert rows() == names
    ends = dated(date(2020, 1, 1), city.at.date())
    Award.objects.filter(stage="gold").update(**ends, revoked_on=city.at.date())
    assert rows() == []


def test_figures_are_the_lengths_of_their_lists(listing, shown, city):
    figures = {figure.text: figure for figure in listing().context["figures"]}
    for name, what, words in (
        ("waiting", "officer", "waiting on SEND officers"),
        ("waiting", "champions", "waiting on champions"),
        ("waiting", "organisation", "waiting on the organisation"),
        ("missing", "plan", "plans past their date"),
    ):
        assert figures[words].number == len(shown(**{name: what})) > 0
        assert figures[words].url == f"{reverse('officers')}?{name}={what}&order=longest"


def concern(city):
    return report_concern(
        about=ConcernAbout.SAFETY, what="Something.", where="", name="", contact="",
        reported_by=None, at=city.at,
    )  # fmt: skip


def test_trouble_stands_out_only_when_there_is_some(listing, city):
    text = listing().content.decode()
    assert "Concerns</a> (0 open)" in text
    assert "E-mails</a> (0 not sent)" in text
    assert "Unfinished work</a> (0 to look at)" in text
    assert "concerns open" not in text
    told, other = concern(city), concern(city)
    close_concern(concern=other, outcome="Talked.", actor=city.officer, at=city.at)
    OutboxMessage.objects.filter(pk=OutboxMessage.objects.first().pk).update(
        status="failed", reason="Refused."
    )
    DeadLetter.objects.create(
        job_id=told.uuid, task_path="a.b", error_class="OSError", attempts=6, died_at=city.at
    )
    answer = listing()
    figures = [(each.number, each.text) for each in answer.context["figures"] if each.stands_out]
    assert figures[0] == (1, "concern open")
    assert figures[-5:-3] == [(1, "e-mail not sent"), (1, "unfinished job")]
    text = answer.content.decode()
    for page in ("concerns", "signatories", "officers-champions", "officers-people",
                 "officers-mail", "officers-jobs", "officers-registration-new"):  # fmt: skip
        assert f'href="{reverse(page)}"' in text


def test_officer_learns_nothing_of_their_own_organisation(listing, shown, city):
    """Who belongs to an applicant sees no more than the applicant does (T-36)."""
    viewer = make_user("Both Sides", is_officer=True)
    for name in ("decided", "ready"):
        Membership.objects.create(
            organisation=city.cases[name].organisation,
            user=viewer,
            role=MembershipRole.MEMBER,
            joined_at=city.at,
        )
    rows = {row.organisation.name: row for row in listing(viewer).context["rows"]}
    decided, ready = rows["Decided House"], rows["Ready House"]
    sentence = "The champions are looking at what you sent. They will write to you."
    assert (decided.waiting_on, decided.told.sentence) == (WaitingOn.CHAMPIONS, sentence)
    assert decided.told == ready.told
    for what in Missing.values:
        assert {"decided", "ready"}.isdisjoint(shown(viewer, missing=what))
    for what in WaitingOn.values:
        assert {"decided", "ready"}.isdisjoint(shown(viewer, waiting=what))
    numbers = [figure.number for figure in listing(viewer).context["figures"]]
    assert numbers[1:3] == [len(shown(waiting="officer")) - 1, len(shown(waiting="champions")) - 1]


def test_officer_learns_nothing_of_an_organisation_they_are_tied_to(listing, shown, city):
    """The case is closed to them, so the list tells nothing of what its panel does (T-36)."""
    viewer = make_user("Tilda Tied", is_officer=True)
    for name in ("decided", "ready"):
        organisation = city.cases[name].organisation
        StandingInterest.objects.create(
            person=viewer,
            organisation=organisation,
            organisation_name=organisation.name,
            nature=Interest.CHILD,
            declared_at=city.at,
            declared_by=viewer,
        )
    rows = {row.organisation.name: row for row in listing(viewer).context["rows"]}
    decided, ready = rows["Decided House"], rows["Ready House"]
    assert (decided.waiting_on, decided.told.sentence) == (WaitingOn.CHAMPIONS, NOT_YOURS)
    assert decided.told == ready.told
    for what in Missing.values:
        assert {"decided", "ready"}.isdisjoint(shown(viewer, missing=what))
    for what in WaitingOn.values:
        assert {"decided", "ready"}.isdisjoint(shown(viewer, waiting=what))
    numbers = [figure.number for figure in listing(viewer).context["figures"]]
    assert numbers[1:3] == [len(shown(waiting="officer")) - 1, len(shown(waiting="champions")) - 1]


def test_filters_are_kept_in_the_form_and_folded_otherwise(listing):
    text = listing(q="House", waiting="officer").content.decode()
    assert 'value="House"' in text
    assert '<option value="officer" selected>' in text
    assert '<details class="govuk-details" open>' in text
    for asked in ({}, {"order": "newest"}):
        assert '<details class="govuk-details">' in listing(**asked).content.decode()


def test_nothing_found_leads_back(listing):
    text = listing(q="no such place").content.decode()
    assert "No organisation matches." in text


def test_listing_is_for_officers(db, lead, officer, now, sign_in):
    chair = make_champion(make_user("Paula Chair"), officer=officer, at=now)
    for user, code in ((officer, 200), (chair.user, 403), (lead, 403)):
        assert sign_in(user).get(reverse("officers")).status_code == code
