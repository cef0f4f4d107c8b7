"""The page on which an officer settles a panel: the proposal, the mix, the waiver, old pages (T-40, T-44)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from awards.models import Application
from champions.choices import Perspective, TimeOfWeek
from champions.models import Absence, Champion, Panel
from champions.selectors import facts_of, readiness_problems
from champions.services.panels import settle_panel, step_back
from foundation.dates import london_date
from foundation.refusals import Refused
from tests.conftest import make_user
from tests.support.champions import clear_all, make_champion, settle


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def gold(sent):
    Application.objects.filter(pk=sent.pk).update(stage="gold")
    sent.refresh_from_db()
    return sent


@pytest.fixture
def address(sent):
    return reverse("case-panel", args=[sent.uuid])


def choice(*champions, **more):
    keys = [str(each.uuid) for each in champions]
    return {"champions": keys, "chair": keys[0]} | more


def ticked(text):
    """The names whose boxes are ticked."""
    parts = text.split('name="champions" type="checkbox" value="')[1:]
    return {
        part.split("</label>")[0].rsplit(">", 1)[1]
        for part in parts
        if " checked" in part.split(">")[0]
    }


def test_page_opens_with_the_proposal_and_its_reasons(
    gold, chair, parent, young, spare, officer, sign_in, address
):
    Champion.objects.filter(pk=spare.pk).update(sector="health")
    text = sign_in(officer).get(address).content.decode()
    assert ticked(text) == {"Paula Professional", "Parveen Parent", "Yusuf Young"}
    assert "The panel we propose" in text
    assert "Professional: comes from education, as they do; has no case now, takes up to 3" in text
    assert f'<option value="{chair.uuid}" selected>' in text
    assert text.count("In place</strong>") == 4
    assert "Missing" not in text


def test_page_says_who_is_missing_and_what_to_do(
    gold, chair, parent, young, officer, sign_in, now, address
):
    day = london_date(now)
    Absence.objects.create(champion=young, from_on=day, until_on=day + timedelta(days=7))
    text = sign_in(officer).get(address).content.decode()
    assert "can fill this place: 1 more champion, a young person." in text
    assert "say why at the end of the form" in text
    assert "away until 30 November 2026" in text
    assert ticked(text) == {"Paula Professional", "Parveen Parent"}
    assert text.count("Missing</strong>") == 2


def test_page_of_a_stage_without_a_waiver_asks_for_none(sent, chair, officer, sign_in, address):
    text = sign_in(officer).get(address).content.decode()
    assert 'name="waiver"' not in text


def test_mix_is_shown_without_settling(gold, chair, parent, young, officer, sign_in, address):
    """What is ticked stays as it is, and nothing is told off."""
    Champion.objects.filter(pk=chair.pk).update(suits=[TimeOfWeek.EVENING])
    client = sign_in(officer)
    look = choice(chair, parent, act="look", waiver="Asked four.", seen="none")
    answer = client.post(address, look)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "The mix of those you ticked" in text
    assert "Set aside, with a reason" in text
    assert "Weekday evenings" in text
    assert ticked(text) == {"Paula Professional", "Parveen Parent"}
    assert "Asked four." in text
    assert "There is a problem" not in text
    assert not Panel.objects.exists()
    nobody = client.post(address, {"act": "look"})
    assert nobody.status_code == 200
    assert ticked(nobody.content.decode()) == set()


def test_mix_leaves_out_forged_keys(gold, chair, officer, lead, sign_in, now, address):
    insider = make_champion(lead, officer=officer, at=now)
    look = {"act": "look", "champions": [str(insider.uuid), "x"], "chair": str(insider.uuid)}
    text = sign_in(officer).post(address, look).content.decode()
    assert text.count("Lena Lead") == 1
    assert "Lena Lead belongs to this organisation." in text


def test_waiver_lets_gold_go_without_one_perspective(
    gold, chair, parent, spare, officer, sign_in, address
):
    """scheme.md 3: with a reason, which stays on the record."""
    client = sign_in(officer)
    without = client.post(address, choice(chair, parent, spare))
    assert without.status_code == 422
    assert "The panel needs a young person." in without.content.decode()
    assert client.post(address, choice(chair, parent, spare, waiver="  ")).status_code == 422
    done = client.post(address, choice(chair, parent, spare, waiver="Four said no."), follow=True)
    assert "The mix was waived: Four said no." in done.content.decode()
    panel = Panel.objects.get()
    clear_all(panel, at=panel.settled_at)
    assert not any("needs" in words for words in readiness_problems(facts_of(gold)))


def test_waiver_does_not_set_aside_what_must_be(gold, chair, spare, officer, sign_in, now, address):
    """Lived experience and a professional are never waived."""
    third = make_champion(make_user("Theo Third"), officer=officer, at=now)
    answer = sign_in(officer).post(address, choice(chair, spare, third, waiver="Nobody came."))
    assert answer.status_code == 422
    assert "The panel needs a young person or a parent or carer." in answer.content.decode()
    parents = [
        make_champion(
            make_user(name), officer=officer, at=now, perspective=Perspective.PARENT_CARER
        )
        for name in ("Ada One", "Bea Two", "Cy Three")
    ]
    answer = sign_in(officer).post(address, choice(*parents, waiver="Nobody came."))
    assert "The panel needs a professional." in answer.content.decode()
    assert not Panel.objects.exists()


def test_waiver_counts_for_nothing_at_silver(sent, chair, spare, officer, sign_in, address):
    Application.objects.filter(pk=sent.pk).update(stage="silver")
    answer = sign_in(officer).post(address, choice(chair, spare, waiver="Nobody came."))
    assert answer.status_code == 422
    sent.refresh_from_db()
    with pytest.raises(Refused, match="a young person or a parent or carer"):
        settle_panel(
            application=sent,
            champions=[chair, spare],
            chair=chair,
            waiver="Nobody came.",
            actor=officer,
            at=sent.status_since,
        )


def test_waiver_goes_when_the_mix_is_there(
    gold, chair, parent, spare, young, officer, sign_in, address
):
    client = sign_in(officer)
    client.post(address, choice(chair, parent, spare, waiver="Four said no."))
    client.post(address, choice(chair, parent, young, waiver="Four said no."))
    assert Panel.objects.get().waiver == ""


def test_old_page_brings_nobody_back(panel, sent, chair, young, officer, sign_in, now, address):
    """T-44: somebody stepped back after the page was opened."""
    client = sign_in(officer)
    seen = ",".join(sorted([str(chair.uuid), str(young.uuid)]))
    assert f'name="seen" value="{seen}"' in client.get(address).content.decode()
    step_back(panel=panel, reason="Exams", actor=young.user, at=now)
    late = client.post(address, choice(chair, young, seen=seen))
    assert late.status_code == 409
    assert "This panel was changed after you opened the page." in late.content.decode()
    assert list(panel.assignments.active().values_list("champion", flat=True)) == [chair.pk]
    again = client.post(address, choice(chair, seen=str(chair.uuid)))
    assert again.status_code == 302


def test_two_officers_settle_one_panel(
    sent, chair, young, spare, officer, second_officer, sign_in, address
):
    """T-44: the second one's page said that nobody sat."""
    assert sign_in(officer).post(address, choice(chair, young, seen="none")).status_code == 302
    second = sign_in(second_officer).post(address, choice(spare, seen="none"))
    assert second.status_code == 409
    seats = Panel.objects.get().assignments.active()
    assert set(seats.values_list("champion", flat=True)) == {chair.pk, young.pk}


@pytest.mark.parametrize("seen", ["x", "", "none,none"])
def test_page_that_does_not_say_what_it_saw_is_taken(sent, chair, officer, sign_in, address, seen):
    assert sign_in(officer).post(address, choice(chair, seen=seen)).status_code == 302


def test_page_shows_what_is_in_the_way_with_what_was_ticked(
    gold, chair, young, parent, officer, sign_in, address
):
    answer = sign_in(officer).post(address, choice(chair, young))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "The panel needs 1 more champion and a parent or carer." in text
    assert ticked(text) == {"Paula Professional", "Yusuf Young"}
    assert "The mix of those you ticked" in text


def test_page_of_a_panel_proposes_who_is_missing(
    panel, sent, chair, young, spare, officer, sign_in, now, address
):
    step_back(panel=panel, reason="Exams", actor=chair.user, at=now)
    text = sign_in(officer).get(address).content.decode()
    assert "The panel, and who we would add" in text
    assert ticked(text) == {"Yusuf Young", "Sam Spare"}
    assert "stepped back from this case" in text


def test_page_without_champions_leads_to_appointing(sent, officer, sign_in, address):
    text = sign_in(officer).get(address).content.decode()
    assert "There is no champion who can sit." in text
    assert reverse("officers-champions") in text


def test_case_page_shows_the_mix(gold, chair, parent, young, officer, sign_in, now):
    settle(gold, [chair, parent, young], officer, at=now)
    case = reverse("case", args=[gold.uuid])
    text = sign_in(officer).get(case).content.decode()
    assert "1 young person, 1 parent or carer, 1 professional." in text
    step_back(panel=gold.panel, reason="Exams", actor=young.user, at=now)
    text = sign_in(officer).get(case).content.decode()
    assert "1 parent or carer, 1 professional." in text
    assert "Missing</strong> A young person." in " ".join(text.split())


def test_words_say_whether_there_is_a_panel(
    sent, chair, young, spare, officer, sign_in, now, address
):
    client = sign_in(officer)
    text = client.get(address).content.decode()
    assert "The panel we propose" in text
    assert "Choose this panel" in text
    settle(sent, [chair, young], officer, at=now)
    text = client.get(address).content.decode()
    assert "The panel now" in text
    assert "Save this panel" in text
    assert "Choose this panel" not in text
