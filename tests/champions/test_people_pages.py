"""The pages of champions about themselves, and of officers about one champion (T-29 to T-32)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from awards.choices import Interest
from awards.models import StandingInterest
from champions.choices import Course
from champions.models import Absence, Champion, Claim, Training
from champions.services.people import end_service
from champions.services.profile import add_absence
from champions.services.standing import tell_of_link
from champions.services.training import record_training
from foundation.dates import london_date
from foundation.drafts import autosave_url
from tests.support.champions import make_champion
from tests.support.reading import reading

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AVAILABLE = {"most_cases": "2", "plain_way": "yes", "suits": ["evening", "weekend"]}


@pytest.fixture(autouse=True)
def _clock(now, time_machine):
    time_machine.move_to(now)


def dated(name, day):
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def text_of(client, address, **more):
    answer = client.get(address, more)
    assert answer.status_code == 200
    return answer.content.decode()


class TestOwnPage:
    address = "/champions/me/"

    def test_it_saves_what_suits_them(self, young, sign_in):
        client = sign_in(young.user)
        more = {"access_needs": "Breaks"} | dated("term_ends_on", date(2027, 6, 1))
        answer = client.post(self.address, AVAILABLE | more)
        assert answer["Location"] == self.address
        young.refresh_from_db()
        assert (young.most_cases, young.plain_way) == (2, True)
        assert (young.suits, young.access_needs) == (["evening", "weekend"], "Breaks")
        assert young.term_ends_on == date(2027, 6, 1)
        text = text_of(client, self.address)
        assert "Your page is saved." in text
        assert "Breaks" in text

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            ({"most_cases": "0"}, "Enter a number from 1 to 20."),
            ({"most_cases": "many"}, "Enter a number from 1 to 20."),
            ({"plain_way": ""}, "Choose how you like to assess."),
            ({"suits": ["night"]}, "Choose one of the answers on the page."),
            (dated("term_ends_on", date(2026, 11, 1)), "This day has passed."),
        ],
    )
    def test_it_refuses_and_keeps_what_was_typed(self, young, sign_in, said, error):
        answer = sign_in(young.user).post(
            self.address, AVAILABLE | {"access_needs": "Breaks"} | said
        )
        text = answer.content.decode()
        assert (answer.status_code, error in text, "Breaks" in text) == (422, True, True)
        young.refresh_from_db()
        assert young.access_needs == ""

    def test_a_term_that_has_passed_keeps_nobody_from_saving(self, young, now, sign_in):
        past = london_date(now) - DAY
        Champion.objects.filter(pk=young.pk).update(term_ends_on=past)
        said = AVAILABLE | dated("term_ends_on", past)
        assert sign_in(young.user).post(self.address, said).status_code == 302

    def test_a_draft_comes_back(self, young, sign_in):
        client = sign_in(young.user)
        key = f"champion:{young.uuid}:availability"
        client.post(autosave_url(young.user, key), AVAILABLE | {"access_needs": "A quiet room"})
        assert "A quiet room" in text_of(client, self.address)
        # Also beside a mistake in the other form.
        wrong = client.post(reverse("champion-away"), {})
        assert "A quiet room" in wrong.content.decode()
        client.post(self.address, AVAILABLE | {"access_needs": "A quiet room"})
        assert "We kept what you typed" not in text_of(client, self.address)

    def test_days_away_are_added_and_taken_out(self, young, now, sign_in):
        client = sign_in(young.user)
        first = london_date(now)
        said = dated("from_on", first) | dated("until_on", first + DAY)
        done = client.post(reverse("champion-away"), said, follow=True).content.decode()
        assert "from 23 November 2026 to 24 November 2026" in done
        absence = Absence.objects.get()
        assert (absence.from_on, absence.until_on) == (first, first + DAY)
        assert client.post(reverse("champion-away"), said).status_code == 409
        remove = reverse("champion-away-remove", args=[absence.uuid])
        assert remove in text_of(client, self.address)
        assert client.post(remove).status_code == 302
        assert client.post(remove).status_code == 404
        assert "You have not told us of any." in text_of(client, self.address)

    @pytest.mark.parametrize(
        ("first", "last", "error"),
        [
            (0, -1, "This day has passed."),
            (3, 1, "The last day has to come after the first."),
            (0, 900, "within the next two years"),
        ],
    )
    def test_days_away_that_make_no_sense(self, young, now, sign_in, first, last, error):
        today = london_date(now)
        said = dated("from_on", today + first * DAY) | dated("until_on", today + last * DAY)
        answer = sign_in(young.user).post(reverse("champion-away"), said)
        assert (answer.status_code, error in answer.content.decode()) == (422, True)

    def test_days_of_another_are_not_there(self, young, chair, now, sign_in):
        today = london_date(now)
        made = add_absence(champion=chair, from_on=today, until_on=today, actor=chair.user, at=now)
        remove = reverse("champion-away-remove", args=[made.uuid])
        assert sign_in(young.user).post(remove).status_code == 404
        assert Absence.objects.get() == made

    def test_it_is_for_champions_who_serve(self, young, officer, lead, now, sign_in):
        client = sign_in(young.user)
        end_service(champion=young, actor=officer, at=now)
        for each in (client, sign_in(officer), sign_in(lead)):
            assert each.get(self.address).status_code == 403

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_has_constant_queries(
        self, young, officer, now, sign_in, count, django_assert_num_queries
    ):
        today = london_date(now)
        for number in range(count):
            day = today + 2 * number * DAY
            add_absence(champion=young, from_on=day, until_on=day, actor=young.user, at=now)
        done = dict.fromkeys(list(Course)[:count], today)
        record_training(champion=young, done=done, actor=officer, at=now)
        client = sign_in(young.user)
        # Session, person, champion, draft, absences, training, the scheme in force.
        with django_assert_num_queries(7):
            client.get(self.address)


class TestOwnLinks:
    def test_a_link_is_told_and_ended(self, panel, organisation, young, now, sign_in):
        client = sign_in(young.user)
        assert "You have not told us of any link." in text_of(client, reverse("interests"))
        said = {"organisation_name": " acorn lane school ", "nature": "child"}
        done = client.post(reverse("interests-add"), said, follow=True).content.decode()
        assert "You no longer sit on the panel for Acorn Lane School." in done
        interest = StandingInterest.objects.get()
        assert interest.organisation == organisation
        assert client.post(reverse("interests-add"), said).status_code == 409
        address = reverse("interests-end", args=[interest.uuid])
        assert address in text_of(client, reverse("interests"))
        assert client.post(address, {}).status_code == 422
        ended = client.post(address, {"reason": "She left."}, follow=True).content.decode()
        assert "The link has ended." in ended
        assert "Ended on 23 November 2026" in ended
        assert client.post(address, {"reason": "Again."}).status_code == 409

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            ({"organisation_name": ""}, "Enter the name of the organisation."),
            ({"nature": ""}, "Choose the link that fits best."),
            ({"nature": "none"}, "Choose one of the answers on the page."),
            ({"nature": "other"}, "Say what the link is."),
        ],
    )
    def test_a_link_refuses_and_keeps_what_was_typed(self, young, sign_in, said, error):
        typed = {"organisation_name": "Oak Club", "nature": "child", "details": ""}
        answer = sign_in(young.user).post(reverse("interests-add"), typed | said)
        assert (answer.status_code, error in answer.content.decode()) == (422, True)
        assert not StandingInterest.objects.exists()

    def test_names_of_organisations_are_for_officers(self, organisation, young, officer, sign_in):
        """Who takes part is nobody else's business before there is an award."""
        address = reverse("interests-add")
        assert "Acorn Lane School" not in text_of(sign_in(young.user), address)
        assert '<option value="Acorn Lane School">' in text_of(sign_in(officer), address)

    def test_officer_tells_of_a_link_and_is_let_in_no_more(
        self, sent, officer, second_officer, sign_in
    ):
        client = sign_in(officer)
        said = {"organisation_name": "Acorn Lane School", "nature": "employee"}
        assert client.post(reverse("interests-add"), said).status_code == 302
        assert client.get(reverse("case", args=[sent.uuid])).status_code == 404
        assert "Another SEND officer has to end your link." in text_of(client, reverse("interests"))
        address = reverse("interests-end", args=[StandingInterest.objects.get().uuid])
        assert client.post(address, {"reason": "Now."}).status_code == 403
        done = sign_in(second_officer).post(address, {"reason": "It ended."})
        assert done["Location"] == reverse("officers-interests")
        assert client.get(reverse("case", args=[sent.uuid])).status_code == 200

    def test_links_of_another_are_not_there(self, young, chair, officer, now, sign_in):
        mine = tell_of_link(
            person=chair.user,
            organisation_name="Oak Club",
            nature=Interest.CHILD,
            details="My son",
            actor=chair.user,
            at=now,
        ).interest
        client = sign_in(young.user)
        assert client.get(reverse("interests-end", args=[mine.uuid])).status_code == 404
        assert "Oak Club" not in text_of(client, reverse("interests"))
        assert sign_in(officer).get(reverse("interests-end", args=[mine.uuid])).status_code == 200

    def test_officer_does_not_end_links_with_what_they_are_tied_to(
        self, organisation, chair, officer, now, sign_in
    ):
        for person in (chair.user, officer):
            tell_of_link(
                person=person,
                organisation_name="Acorn Lane School",
                nature=Interest.CHILD,
                actor=person,
                at=now,
            )
        mine = StandingInterest.objects.get(person=chair.user)
        address = reverse("interests-end", args=[mine.uuid])
        assert sign_in(officer).post(address, {"reason": "Now."}).status_code == 404

    def test_members_have_no_such_page(self, lead, sign_in):
        for name in ("interests", "interests-add"):
            assert sign_in(lead).get(reverse(name)).status_code == 403


class TestOfficersPage:
    def test_it_shows_all_of_a_service(self, panel, sent, chair, spare, officer, now, sign_in):
        today = london_date(now)
        Champion.objects.filter(pk=chair.pk).update(
            access_needs="A <b>ramp</b>", suits=["evening"], plain_way=True
        )
        add_absence(champion=chair, from_on=today, until_on=today, actor=chair.user, at=now)
        record_training(champion=chair, done={Course.WELCOME: today}, actor=officer, at=now)
        tell_of_link(
            person=chair.user,
            organisation_name="Oak Club",
            nature=Interest.OTHER,
            details="I sing there",
            actor=chair.user,
            at=now,
        )
        text = text_of(sign_in(officer), reverse("officers-champion", args=[chair.uuid]))
        for said in (
            "paula.professional@people.example", "Education", "A &lt;b&gt;ramp&lt;/b&gt;",
            "Weekday evenings", "The plain way", "3 at most", "23 November 2026, away now",
            "Acorn Lane School", "Bronze, as chair", "Oak Club", "I sing there",
            "has not signed up by this name",
            reverse("officers-champion-record", args=[chair.uuid]),
        ):  # fmt: skip
            assert said in text
        Claim.objects.create(application=sent, champion=spare, made_at=now)
        text = text_of(sign_in(officer), reverse("officers-champion", args=[spare.uuid]))
        # From there an officer who may choose the panel goes on.
        assert reverse("case", args=[sent.uuid]) in text
        assert "Under 18" not in text

    def test_it_says_until_when_somebody_is_under_18(self, young, officer, sign_in):
        text = text_of(sign_in(officer), reverse("officers-champion", args=[young.uuid]))
        assert "1 June 2028" in text

    def test_it_is_there_after_the_service(self, young, officer, now, sign_in):
        end_service(champion=young, actor=officer, at=now)
        text = text_of(sign_in(officer), reverse("officers-champion", args=[young.uuid]))
        assert "Was a champion until 23 November 2026" in text
        assert reverse("officers-champion-change", args=[young.uuid]) not in text

    @pytest.mark.parametrize("name", ["", "-change", "-training", "-interest"])
    def test_it_is_for_officers(self, young, chair, lead, sign_in, name):
        address = reverse(f"officers-champion{name}", args=[young.uuid])
        for somebody in (young.user, chair.user, lead):
            assert sign_in(somebody).get(address).status_code == 403

    def test_nobody_is_not_found(self, organisation, officer, sign_in):
        address = reverse("officers-champion", args=[organisation.uuid])
        assert sign_in(officer).get(address).status_code == 404

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_has_constant_queries(
        self, three_cases, chair, officer, now, sign_in, count, django_assert_num_queries
    ):
        for number, case in enumerate(three_cases):
            if number >= count:
                case.panel.assignments.filter(champion=chair).update(
                    ended_at=now, ended_reason="changed", is_chair=False
                )
        for number in range(count):
            tell_of_link(
                person=chair.user,
                organisation_name=f"Oak Club {number}",
                nature=Interest.CHILD,
                actor=chair.user,
                at=now,
            )
        client = sign_in(officer)
        # Session, person, champion, absences, training, the scheme in force, seats, offers, and the
        # keys and rows of links.
        with django_assert_num_queries(10):
            text = text_of(client, reverse("officers-champion", args=[chair.uuid]))
        assert text.count("Oak Club") == count

    def test_change_sets_right_what_they_bring(self, young, officer, sign_in):
        client = sign_in(officer)
        address = reverse("officers-champion-change", args=[young.uuid])
        assert 'value="2028"' in text_of(client, address)
        said = {"perspective": "professional"}
        assert "Choose the sector" in client.post(address, said).content.decode()
        answer = client.post(address, said | {"sector": "health"})
        assert answer["Location"] == reverse("officers-champion", args=[young.uuid])
        young.refresh_from_db()
        assert (young.sector, young.turns_18_on) == ("health", None)

    def test_training_is_written_down(self, young, officer, now, sign_in):
        client = sign_in(officer)
        address = reverse("officers-champion-training", args=[young.uuid])
        ahead = client.post(address, dated("welcome", london_date(now) + DAY))
        assert "This day has not come yet." in ahead.content.decode()
        assert client.post(address, dated("welcome", london_date(now))).status_code == 302
        assert Training.objects.get().course == "welcome"
        assert 'value="23"' in text_of(client, address)
        assert client.post(address, {}).status_code == 302
        assert Training.objects.exists()
        assert client.post(address, {"seen": "welcome=2026-11-23"}).status_code == 302
        assert not Training.objects.exists()

    def test_training_from_an_old_page_loses_nothing(self, young, officer, now, sign_in):
        """T-44."""
        client = sign_in(officer)
        today = london_date(now)
        address = reverse("officers-champion-training", args=[young.uuid])
        assert 'name="seen"' in text_of(client, address)
        record_training(champion=young, done={Course.WELCOME: today}, actor=officer, at=now)
        for said in ({"seen": ""}, {}, {"seen": "x=y"}, {"seen": "welcome"}):
            client.post(address, dated("privacy", today) | said)
        assert set(Training.objects.values_list("course", flat=True)) == {"welcome", "privacy"}
        clash = client.post(address, {"seen": ""} | dated("welcome", today - DAY))
        assert clash.status_code == 409
        text = clash.content.decode()
        assert "Somebody else changed this after you opened the page." in text
        assert "22 November 2026" in text
        assert "23 November 2026" in text
        assert Training.objects.get(course="welcome").done_on == today

    def test_link_is_written_down(self, panel, young, officer, sign_in):
        client = sign_in(officer)
        address = reverse("officers-champion-interest", args=[young.uuid])
        assert '<option value="Acorn Lane School">' in text_of(client, address)
        assert "Works or worked there" in text_of(client, address)
        assert client.post(address, {"nature": "child"}).status_code == 422
        said = {"organisation_name": "Acorn Lane School", "nature": "child"}
        done = client.post(address, said, follow=True).content.decode()
        assert "Yusuf Young no longer sits on the panel for Acorn Lane School." in done
        assert panel.assignments.get(champion=young).ended_reason == "interest"

    def test_list_shows_room_absence_training_and_term(
        self, panel, chair, young, parent, officer, now, sign_in
    ):
        today = london_date(now)
        Champion.objects.filter(pk=chair.pk).update(most_cases=1, term_ends_on=today - DAY)
        Champion.objects.filter(pk=young.pk).update(term_ends_on=today + DAY)
        add_absence(champion=parent, from_on=today, until_on=today + DAY, actor=parent.user, at=now)
        record_training(champion=young, done=dict.fromkeys(Course, today), actor=officer, at=now)
        client = sign_in(officer)
        text = text_of(client, reverse("officers-champions"))
        for said in (
            "No room for more", "Term is over", "means to stop on 24 Nov 2026",
            "until 24 Nov 2026", "1 of 3", "0 of 4",
        ):  # fmt: skip
            assert said in text
        free = text_of(client, reverse("officers-champions"), room="yes")
        assert "Yusuf Young" in free
        assert "Paula Professional" not in free
        some = text_of(client, reverse("officers-champions"), perspective="parent_carer")
        assert "Parveen Parent" in some
        assert "Yusuf Young" not in some
        assert "Nobody matches." in text_of(
            client, reverse("officers-champions"), perspective="parent_carer", room="yes"
        )
        assert "Yusuf Young" in text_of(client, reverse("officers-champions"), perspective="x")


def test_young_champions_pages_show_no_way_to_reach_anybody(
    panel, organisation, young, chair, officer, lead, now, sign_in
):
    """T-30, also where an officer wrote something down."""
    tell_of_link(
        person=young.user,
        organisation_name="Oak Club",
        nature=Interest.CHILD,
        actor=officer,
        at=now,
    )
    client = sign_in(young.user)
    for name in ("champion-profile", "interests", "interests-add"):
        text = text_of(client, reverse(name))
        for somebody in (officer, chair.user, lead):
            assert somebody.email not in text


@pytest.mark.parametrize("name", ["champion-profile", "interests", "interests-add"])
def test_own_pages_are_easy_to_read(young, sign_in, name):
    found = reading(text_of(sign_in(young.user), reverse(name)))
    assert found.grade <= 8


def test_appointed_again_they_open_their_page(young, officer, now, sign_in):
    end_service(champion=young, actor=officer, at=now)
    make_champion(young.user, officer=officer, at=now)
    assert sign_in(young.user).get(reverse("champion-profile")).status_code == 200
