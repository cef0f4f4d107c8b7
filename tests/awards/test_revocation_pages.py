"""Officers' pages about taking an award back, and what everybody else reads of it (T-24, T-39, T-76)."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from awards.choices import Interest, MembershipRole
from awards.models import Membership, Revocation, StandingInterest
from awards.services.revocations import confirm_revocation, propose_revocation
from certificates.models import Signatory
from certificates.services import issue_certificate
from foundation.models import OutboxMessage
from tests.conftest import make_user
from tests.support.awards import hold, holder
from tests.support.champions import make_champion

pytestmark = pytest.mark.django_db
REASON = "The forum has not met since.\nTwo parents told us."
PUBLIC = "The forum does not meet any more."
TYPED = {"reason": REASON, "publish": "yes", "public_reason": PUBLIC}
LIST_QUERIES = 4


@pytest.fixture(autouse=True)
def _that_day(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def second(db):
    return make_user("Una Second", is_officer=True)


@pytest.fixture
def bronze(organisation, lead, officer, now):
    return hold(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def certificate(bronze, officer, now):
    Signatory.objects.create(
        name="Amina Okafor", role="Chair", organisation_line="", signs_from=date(2026, 1, 1)
    )
    return issue_certificate(award=bronze, printed_name="Acorn Lane", at=now, actor=officer)


@pytest.fixture
def proposal(bronze, officer, now) -> Revocation:
    return propose_revocation(
        award=bronze, reason=REASON, public_reason=PUBLIC, actor=officer, at=now
    )


def form_of(award) -> str:
    return reverse("officers-take-back", args=[award.organisation.slug, award.uuid])


def page_of(revocation) -> str:
    return reverse("officers-revocation", args=[revocation.uuid])


def addresses(award, revocation) -> list[str]:
    return [
        form_of(award),
        reverse("officers-revocations"),
        page_of(revocation),
        reverse("officers-revocation-turn-down", args=[revocation.uuid]),
    ]


@pytest.mark.parametrize("role", ["lead", "stranger", "champion"])
def test_nobody_but_officers(sign_in, request, bronze, proposal, officer, now, role):
    if role == "champion":
        person = make_user("Cherry Champion")
        make_champion(person, officer=officer, at=now)
    else:
        person = request.getfixturevalue(role)
    client = sign_in(person)
    for address in addresses(bronze, proposal):
        assert client.get(address).status_code == 403
        assert client.post(address, TYPED | {"act": "confirm"}).status_code in (403, 405)
    proposal.refresh_from_db()
    assert proposal.answer == ""


def test_an_officer_who_is_tied_finds_nothing(sign_in, second, bronze, proposal, now):
    """T-36."""
    StandingInterest.objects.create(
        person=second,
        organisation=bronze.organisation,
        organisation_name="Acorn Lane School",
        nature=Interest.GOVERNOR,
        declared_at=now,
        declared_by=second,
    )
    client = sign_in(second)
    assert client.get(form_of(bronze)).status_code == 403
    assert client.get(page_of(proposal)).status_code == 404
    assert client.post(page_of(proposal), {"act": "confirm"}).status_code == 404
    turn_down = reverse("officers-revocation-turn-down", args=[proposal.uuid])
    assert client.get(turn_down).status_code == 404
    assert "Acorn Lane" not in client.get(reverse("officers-revocations")).content.decode()
    text = client.get(reverse("officers-organisation", args=["acorn-lane-school"])).content.decode()
    assert "You have a link with this organisation" in text
    assert page_of(proposal) not in text


def test_from_the_form_to_the_proposal(sign_in, officer, second, bronze):
    client = sign_in(officer)
    text = client.get(reverse("officers-organisation", args=["acorn-lane-school"])).content.decode()
    assert form_of(bronze) in text
    checked = client.post(form_of(bronze), TYPED)
    assert checked.status_code == 200
    shown = checked.content.decode()
    assert "The council says:" in shown
    assert PUBLIC in shown
    assert second.name in shown
    assert officer.name not in shown.split("Who can confirm it")[1].split("</form>")[0]
    assert Revocation.objects.count() == 0
    answer = client.post(form_of(bronze), TYPED | {"act": "propose"}, follow=True)
    made = Revocation.objects.get()
    assert answer.redirect_chain == [(page_of(made), 302)]
    assert (made.reason, made.public_reason) == (REASON, PUBLIC)
    text = answer.content.decode()
    assert "You proposed this" in text
    assert "Cancel this proposal" in text
    assert "Take the award back" not in text
    assert client.get(form_of(bronze)).headers["Location"] == page_of(made)


def test_without_a_public_reason(sign_in, officer, second, bronze):
    client = sign_in(officer)
    typed = TYPED | {"publish": "no"}
    assert "No reason is shown." in client.post(form_of(bronze), typed).content.decode()
    client.post(form_of(bronze), typed | {"act": "propose"})
    assert Revocation.objects.get().public_reason == ""


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "Say why it should be taken back."),
        ({"publish": ""}, "Choose if everybody may read a reason."),
        ({"public_reason": " "}, "Write what everybody may read."),
        ({"public_reason": "x" * 301}, "300"),
        ({"reason": "x" * 1001}, "1000"),
    ],
    ids=["no-reason", "no-choice", "nothing-public", "long-public", "long-reason"],
)
@pytest.mark.parametrize("act", ["", "propose"])
def test_form_says_what_is_wrong_and_keeps_the_rest(
    sign_in, officer, bronze, changes, sentence, act
):
    answer = sign_in(officer).post(form_of(bronze), TYPED | changes | {"act": act})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert "anything about a child, never" in text
    if "reason" not in changes:
        assert "Two parents told us." in text
    assert Revocation.objects.count() == 0


def test_back_from_checking_everything_is_there(sign_in, officer, bronze):
    answer = sign_in(officer).post(form_of(bronze), TYPED | {"act": "change"})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "There is a problem" not in text
    assert "Two parents told us." in text
    assert PUBLIC in text


def test_two_officers_propose_the_same(sign_in, second, bronze, proposal):
    """The second one's words stand on the page that says so."""
    mine = TYPED | {"reason": "They asked us to.", "act": "propose"}
    answer = sign_in(second).post(form_of(bronze), mine)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert page_of(proposal) in text
    assert "They asked us to." in text


def test_what_has_ended_cannot_be_proposed(sign_in, officer, second, bronze, proposal, now):
    confirm_revocation(revocation=proposal, actor=second, at=now)
    answer = sign_in(officer).get(form_of(bronze))
    assert answer.status_code == 409
    assert "has been taken back already" in answer.content.decode()


def test_the_second_officer_takes_it_back(
    sign_in, client, officer, second, lead, bronze, certificate, proposal
):
    """T-76, T-80, T-82: at once, for everybody who looks."""
    address = f"/verify/{certificate.shown_code}/"
    assert "in force" in client.get(address).content.decode()
    officers = sign_in(second)
    text = officers.get(page_of(proposal)).content.decode()
    assert "It is your turn" in text
    assert PUBLIC in text
    assert "Two parents told us." in text
    done = officers.post(page_of(proposal), {"act": "confirm"}, follow=True)
    assert "The award is taken back" in done.content.decode()
    checked = client.get(address).content.decode()
    assert "the award was taken back" in checked
    assert PUBLIC in checked
    assert "Two parents" not in checked
    people = sign_in(lead)
    home = people.get(reverse("organisation", args=["acorn-lane-school"])).content.decode()
    assert "Your Bronze Award was taken back" in home
    assert "Two parents told us." in home
    assert "Begin Bronze again" in home
    paper = people.get(certificate.get_absolute_url()).content.decode()
    assert "Two parents told us." in paper
    assert "can’t be downloaded" in paper
    assert people.get(reverse("certificate-pdf", args=[certificate.uuid])).status_code == 409
    assert people.get(reverse("logo-pack", args=[certificate.uuid])).status_code == 410
    text = officers.get(
        reverse("officers-organisation", args=["acorn-lane-school"])
    ).content.decode()
    assert "taken back on 23 November 2026" in text
    assert page_of(proposal) in text


def test_own_proposal_is_not_confirmed(sign_in, officer, bronze, proposal):
    client = sign_in(officer)
    assert client.post(page_of(proposal), {"act": "confirm"}).status_code == 403
    assert client.post(page_of(proposal), {}).status_code == 409
    done = client.post(page_of(proposal), {"act": "cancel"}, follow=True)
    assert "The proposal is cancelled" in done.content.decode()
    assert client.post(page_of(proposal), {"act": "cancel"}).status_code == 409


def test_turned_down_with_a_note(sign_in, officer, second, lead, bronze, proposal):
    client = sign_in(second)
    address = reverse("officers-revocation-turn-down", args=[proposal.uuid])
    assert client.get(address).status_code == 200
    empty = client.post(address, {"note": ""})
    assert empty.status_code == 422
    assert "Say why the award should stay." in empty.content.decode()
    done = client.post(address, {"note": "They met in May."}, follow=True)
    assert "The award stays" in done.content.decode()
    assert "They met in May." in sign_in(officer).get(page_of(proposal)).content.decode()
    assert client.get(address).status_code == 409
    assert not OutboxMessage.objects.filter(to=lead.email, message="award_taken_back").exists()


def test_it_can_be_earned_again(sign_in, lead, officer, second, bronze, proposal, now):
    confirm_revocation(revocation=proposal, actor=second, at=now)
    answer = sign_in(lead).post(reverse("registration-begin", args=["acorn-lane-school"]))
    assert answer.status_code == 302
    assert bronze.organisation.applications.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_list_waiting_first(
    sign_in, officer, second, proposal, now, count, django_assert_num_queries
):
    for number in range(count - 1):
        award = holder(f"House {number}", officer=officer, at=now)
        made = propose_revocation(award=award, reason="x", public_reason="", actor=officer, at=now)
        confirm_revocation(revocation=made, actor=second, at=now)
    client = sign_in(second)
    client.get(reverse("officers-revocations"))
    with django_assert_num_queries(LIST_QUERIES):
        answer = client.get(reverse("officers-revocations"))
    found = [each.uuid for each, _ in answer.context["rows"]]
    assert found[0] == proposal.uuid
    assert len(found) == count
    narrowed = client.get(reverse("officers-revocations"), {"show": "waiting"})
    assert [each.uuid for each, _ in narrowed.context["rows"]] == [proposal.uuid]


def test_officers_see_on_their_list_that_one_waits(sign_in, second, proposal):
    text = sign_in(second).get(reverse("officers")).content.decode()
    assert "award to take back" in text
    assert f"{reverse('officers-revocations')}?show=waiting" in text


def test_nobody_else_can_confirm(sign_in, officer, bronze, now):
    """The page says so before it is proposed."""
    assert "Nobody at the moment" in sign_in(officer).post(form_of(bronze), TYPED).content.decode()
    other = make_user("Odile Officer", is_officer=True)
    Membership.objects.create(
        organisation=bronze.organisation, user=other, role=MembershipRole.MEMBER, joined_at=now
    )
    assert "Nobody at the moment" in sign_in(officer).post(form_of(bronze), TYPED).content.decode()
