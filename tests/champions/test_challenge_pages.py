"""The pages of support and challenge, for each who opens them (T-24, T-25, T-29, T-30, T-36, T-43)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from awards.choices import Answer, Audience, Interest, MembershipRole, Status
from awards.models import Application, Challenge, Membership, Remark
from champions.services.challenges import close_challenge, remark
from champions.services.panels import declare_interest
from champions.services.remarks import say
from foundation.models import Draft
from tests.conftest import make_user
from tests.support.champions import answer, ask, make_champion, settle

HOUR = timedelta(hours=1)
SHOWN, HIDDEN = Audience.ORGANISATION, Audience.PANEL
SECRET = "Is their plan honest?"


@pytest.fixture(autouse=True)
def _clock(now, time_machine):
    time_machine.move_to(now + 3 * HOUR)


@pytest.fixture
def shown(panel, young, now):
    return ask(panel, young, at=now, audience=SHOWN)


@pytest.fixture
def hidden(panel, young, now):
    return ask(panel, young, at=now, text=SECRET)


def talk(panel, actor, at, *, challenge=None, text="Well said.", audience=HIDDEN):
    return remark(
        panel=panel,
        challenge=challenge,
        text=text,
        audience=audience,
        key=uuid4(),
        actor=actor,
        at=at,
    )


def theirs(application):
    return reverse("challenges", args=[application.uuid])


def of_theirs(challenge):
    return reverse("challenge", args=[challenge.uuid])


def ours(application, page="case-challenges", *more):
    return reverse(page, args=[application.uuid, *more])


def of_ours(challenge, page="case-challenge"):
    return ours(challenge.application, page, challenge.uuid)


# The organisation's side


def test_organisation_sees_what_it_may_and_no_name(
    panel, sent, shown, hidden, chair, lead, officer, colleague, now, sign_in
):
    talk(panel, chair.user, now, challenge=shown, text="Let us press them on this.")
    talk(panel, chair.user, now, text="A word among us.")
    talk(panel, chair.user, now, text="What a good start.", audience=SHOWN)
    talk(panel, officer, now, text="Ring us if you need help.", audience=SHOWN)
    answer(shown, lead, at=now, text="They sit on the board.")
    for page in (theirs(sent), of_theirs(shown)):
        text = sign_in(colleague).get(page).text
        assert "How do parents take part?" in text
        assert "Lena Lead: we changed it" in text
        for secret in (
            SECRET,
            "press them",
            "among us",
            "Yusuf",
            "Paula",
            "Olive",
            "Only the panel",
        ):
            assert secret not in text
    text = sign_in(colleague).get(theirs(sent)).text
    assert "What a good start." in text
    assert "The Champions Group" in text
    assert "A SEND officer" in text


def test_organisation_is_not_told_of_what_the_panel_keeps(sent, hidden, lead, sign_in):
    client = sign_in(lead)
    assert client.get(of_theirs(hidden)).status_code == 404
    assert client.post(of_theirs(hidden), {"text": "?"}).status_code == 404
    assert client.get(ours(sent)).status_code == 404
    assert client.get(of_ours(hidden)).status_code == 404


def test_strangers_get_404(sent, shown, stranger, spare, sign_in):
    for somebody in (stranger, spare.user):
        client = sign_in(somebody)
        for page in (theirs(sent), of_theirs(shown), ours(sent), of_ours(shown)):
            assert client.get(page).status_code == 404
            assert client.post(page, {"text": "Let me in"}).status_code == 404
    assert not Remark.objects.exists()


def test_organisation_answers(sent, shown, colleague, sign_in):
    client = sign_in(colleague)
    page = client.get(of_theirs(shown))
    key = page.context["form"].initial["key"]
    typed = {"answer": "change", "text": "They sit on the board.", "key": key}
    answered = client.post(of_theirs(shown), typed)
    assert (answered.status_code, answered["Location"]) == (302, theirs(sent))
    said = Remark.objects.get()
    # With the champions nothing can be changed, so an answer is an explanation.
    assert "We changed it" not in page.text
    assert (said.challenge, said.answer, said.author) == (shown, Answer.EXPLANATION, colleague)
    assert "Add to your answer" in client.get(of_theirs(shown)).text
    assert client.post(of_theirs(shown), typed).status_code == 302
    assert Remark.objects.count() == 1


def test_answer_needs_its_kind_and_keeps_the_words(sent, shown, lead, sign_in):
    Application.objects.filter(pk=sent.pk).update(status=Status.CHANGES_REQUESTED)
    wrong = sign_in(lead).post(of_theirs(shown), {"text": "They sit here.", "key": uuid4()})
    assert wrong.status_code == 422
    assert "Say if you changed it, or explain why not." in wrong.text
    assert "They sit here." in wrong.text


def test_answer_in_another_window_keeps_both_texts(shown, lead, sign_in):
    """After the back button: other words under a key that was used already."""
    client = sign_in(lead)
    typed = {"answer": "change", "text": "First words.", "key": uuid4()}
    client.post(of_theirs(shown), typed)
    again = client.post(of_theirs(shown), typed | {"text": "Better words."})
    assert again.status_code == 409
    assert "Better words." in again.text
    assert Remark.objects.get().text == "First words."


def test_draft_comes_back_with_a_new_key(shown, lead, sign_in):
    client = sign_in(lead)
    page = client.get(of_theirs(shown))
    key = str(page.context["form"].initial["key"])
    url = page.context["opening"].autosave_url
    assert client.post(url, {"text": "Half a sent", "key": key}).status_code == 200
    form = client.get(of_theirs(shown)).context["form"]
    assert form.initial["text"] == "Half a sent"
    assert str(form.initial["key"]) != key
    client.post(of_theirs(shown), {"answer": "change", "text": "A sentence.", "key": uuid4()})
    assert not Draft.objects.exists()


def test_officer_looks_on_and_does_not_answer(sent, shown, officer, sign_in):
    client = sign_in(officer)
    for page in (theirs(sent), of_theirs(shown)):
        answer_ = client.get(page)
        assert answer_.status_code == 200
        assert "<textarea" not in answer_.text
        assert client.post(page, {"text": "Hello", "key": uuid4()}).status_code == 403


def test_closed_challenge_shows_that_and_takes_no_answer(panel, shown, chair, lead, now, sign_in):
    close_challenge(
        panel=panel, challenge=shown, note="Now we see it.", actor=chair.user, at=now + HOUR
    )
    text = sign_in(lead).get(of_theirs(shown)).text
    assert "The Champions Group closed this on 23 November 2026" in text
    assert "Now we see it." in text
    assert "<textarea" not in text


def test_organisation_writes_a_message(sent, panel, lead, sign_in):
    client = sign_in(lead)
    typed = {"text": "Thank you.", "key": uuid4()}
    assert client.post(theirs(sent), typed).status_code == 302
    assert client.post(theirs(sent), typed).status_code == 302
    assert Remark.objects.get().text == "Thank you."
    empty = client.post(theirs(sent), {"text": " ", "key": uuid4()})
    assert (empty.status_code, "Write your message." in empty.text) == (422, True)
    broken = client.post(theirs(sent), {"text": "My words", "key": "nonsense"})
    assert (broken.status_code, "My words" in broken.text) == (422, True)


def test_draft_application_has_no_form(application, lead, sign_in):
    text = sign_in(lead).get(theirs(application)).text
    assert "They have asked nothing yet." in text
    assert "<textarea" not in text


@pytest.mark.parametrize("count", [1, 5])
def test_thread_costs_the_same_however_long(
    sent, panel, chair, lead, now, count, sign_in, django_assert_num_queries
):
    for _ in range(count):
        challenge = ask(panel, chair, at=now, audience=SHOWN)
        answer(challenge, lead, at=now)
        talk(panel, chair.user, now, challenge=challenge, audience=SHOWN)
        say(application=sent, text="Thank you.", key=uuid4(), actor=lead, at=now)
    their_client, our_client = sign_in(lead), sign_in(chair.user)
    with django_assert_num_queries(7):
        assert their_client.get(theirs(sent)).status_code == 200
    with django_assert_num_queries(13):
        assert our_client.get(ours(sent)).status_code == 200
    with django_assert_num_queries(21):
        assert our_client.get(reverse("case", args=[sent.uuid])).status_code == 200


# The panel's side


def test_every_entry_says_who_can_see_it(panel, sent, shown, hidden, chair, lead, now, sign_in):
    talk(panel, chair.user, now)
    answer(shown, lead, at=now)
    text = sign_in(chair.user).get(ours(sent)).text
    assert text.count("Only the panel and SEND officers see this.") == 2
    assert text.count("The organisation sees this.") == 2
    for word in (SECRET, "Yusuf Young, Champion", "Paula Professional, Chair of the panel"):
        assert word in text
    assert "Lena Lead: we changed it" in text


def test_champion_declares_first(sent, chair, young, officer, now, sign_in):
    panel = settle(sent, [chair, young], officer, at=now)
    client = sign_in(chair.user)
    for page in ("case-challenges", "case-challenge-raise"):
        for answered in (client.get(ours(sent, page)), client.post(ours(sent, page), {})):
            assert answered.status_code == 409
            assert "Tell us first" in answered.text
    assert panel.pk


def test_members_see_nothing_of_the_panel(
    sent, shown, hidden, officer, young, organisation, now, sign_in
):
    """T-36: neither an officer nor a champion who belongs to the applicant."""
    for user in (officer, young.user):
        Membership.objects.create(
            organisation=organisation, user=user, role=MembershipRole.MEMBER, joined_at=now
        )
        client = sign_in(user)
        assert client.get(ours(sent)).status_code == 404
        for page in ("case-challenge", "case-challenge-close", "case-challenge-show"):
            assert client.get(of_ours(hidden, page)).status_code == 404
            assert client.post(of_ours(hidden, page)).status_code == 404
        assert SECRET not in client.get(theirs(sent)).text


def test_champion_raises_from_the_page(panel, sent, chair, sign_in):
    client = sign_in(chair.user)
    page = ours(sent, "case-challenge-raise")
    key = client.get(page).context["form"].initial["key"]
    typed = {
        "subject": "check.signed_up",
        "text": "Who signed?",
        "audience": "panel",
        "key": key,
    }
    for _ in range(2):
        answered = client.post(page, typed)
        assert (answered.status_code, answered["Location"]) == (302, ours(sent))
    challenge = Challenge.objects.get()
    assert (challenge.subject_name, challenge.audience) == ("Signed up", HIDDEN)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("subject", "silver.milestones"),
        ("subject", f"action:{UUID(int=7)}"),
        ("audience", "everybody"),
    ],
)
def test_raise_page_refuses_what_it_did_not_offer(panel, sent, chair, sign_in, name, value):
    """T-25."""
    typed = {"subject": "", "text": "Who signed?", "audience": "panel", "key": uuid4()}
    answered = sign_in(chair.user).post(ours(sent, "case-challenge-raise"), typed | {name: value})
    assert answered.status_code == 422
    assert "Who signed?" in answered.text
    assert not Challenge.objects.exists()


def test_challenge_of_another_case_is_not_here(sent, panel, three_cases, chair, now, sign_in):
    """T-25."""
    foreign = ask(three_cases[0].panel, chair, at=now)
    client = sign_in(chair.user)
    for page in ("case-challenge", "case-challenge-close", "case-challenge-show"):
        assert client.get(ours(sent, page, foreign.uuid)).status_code == 404
        assert client.post(ours(sent, page, foreign.uuid), {}).status_code == 404


def test_reply_to_what_the_panel_keeps_has_no_choice(hidden, chair, sign_in):
    client = sign_in(chair.user)
    page = client.get(of_ours(hidden))
    assert "audience" not in page.context["form"].fields
    typed = {"text": "I agree.", "audience": "organisation", "key": uuid4()}
    assert client.post(of_ours(hidden), typed).status_code == 302
    assert Remark.objects.get().audience == HIDDEN


def test_reply_that_the_organisation_sees(shown, chair, lead, sign_in):
    typed = {"text": "Thank you.", "audience": "organisation", "key": uuid4()}
    assert sign_in(chair.user).post(of_ours(shown), typed).status_code == 302
    assert "Thank you." in sign_in(lead).get(of_theirs(shown)).text


def test_officer_replies_but_does_not_steer(shown, officer, sign_in):
    client = sign_in(officer)
    text = client.get(of_ours(shown)).text
    assert "Close this challenge" not in text
    typed = {"text": "Noted.", "audience": "panel", "key": uuid4()}
    assert client.post(of_ours(shown), typed).status_code == 302
    for page in ("case-challenge-close", "case-challenge-show"):
        assert client.post(of_ours(shown, page)).status_code == 403


def test_young_champion_shows_and_closes_what_they_asked(hidden, young, lead, sign_in):
    client = sign_in(young.user)
    page = client.get(of_ours(hidden)).text
    assert "Show it to the organisation" in page
    assert "@people.example" not in page
    assert "You cannot take it back." in client.get(of_ours(hidden, "case-challenge-show")).text
    assert client.post(of_ours(hidden, "case-challenge-show")).status_code == 302
    assert SECRET in sign_in(lead).get(of_theirs(hidden)).text
    assert client.get(of_ours(hidden, "case-challenge-show")).status_code == 409
    assert "The organisation sees this" in client.get(of_ours(hidden, "case-challenge-close")).text
    assert (
        client.post(of_ours(hidden, "case-challenge-close"), {"note": "Fine."}).status_code == 302
    )
    hidden.refresh_from_db()
    assert (hidden.closing_note, hidden.closed_by) == ("Fine.", young.user)
    again = client.post(of_ours(hidden, "case-challenge-close"), {"note": "Once more."})
    assert (again.status_code, "already been closed" in again.text) == (409, True)


def test_get_changes_nothing(hidden, young, sign_in):
    """T-16."""
    client = sign_in(young.user)
    for page in ("case-challenge-show", "case-challenge-close"):
        client.get(of_ours(hidden, page))
    hidden.refresh_from_db()
    assert (hidden.audience, hidden.closed_at) == (HIDDEN, None)


# Where one finds them


def test_case_page_counts_and_tells_the_history(
    panel, sent, shown, hidden, chair, lead, now, sign_in
):
    answer(shown, lead, at=now + HOUR)
    close_challenge(panel=panel, challenge=hidden, note="", actor=chair.user, at=now + HOUR)
    page = sign_in(chair.user).get(reverse("case", args=[sent.uuid]))
    assert ours(sent) in page.text
    timeline = page.context["timeline"]
    titles = [event.title for event in (*timeline.latest, *timeline.earlier)]
    assert titles.count("Asked: The whole application") == 2
    assert "Answered: The whole application" in titles
    assert "Closed: The whole application" in titles
    assert page.context["challenges"].answered == 1


def test_home_says_how_many_wait(panel, sent, shown, hidden, chair, lead, now, sign_in):
    home = reverse("organisation", args=[sent.organisation.slug])
    client = sign_in(lead)
    text = client.get(home).text
    assert "The champions asked you 1 question<" in text
    assert theirs(sent) in text
    ask(panel, chair, at=now, audience=SHOWN)
    assert "The champions asked you 2 questions" in client.get(home).text
    for challenge in Challenge.objects.visible_to_organisation():
        answer(challenge, lead, at=now)
    text = client.get(home).text
    assert "The champions asked you" not in text
    assert theirs(sent) in text


def test_officer_who_left_over_a_link_finds_the_case_gone(sent, now, officer, chair, sign_in):
    """T-36: also as an officer, they would read what is not released."""
    tied = make_user("Tilda Tied", is_officer=True)
    member = make_champion(tied, officer=officer, at=now)
    panel = settle(sent, [chair, member], officer, at=now)
    seat = panel.assignments.get(champion=member)
    declare_interest(assignment=seat, nature=Interest.CHILD, actor=tied, at=now)
    client = sign_in(tied)
    for name in ("case", "case-challenges", "case-findings", "case-panel"):
        assert client.get(reverse(name, args=[sent.uuid])).status_code == 404, name
    assert sign_in(officer).get(reverse("case", args=[sent.uuid])).status_code == 200
