"""The pages of one champion's own assessment: one question each, nothing lost (T-31, T-38, T-43, T-44)."""

import pytest
import time_machine
from django.urls import reverse

from awards.models import Application
from champions.choices import AssessmentState, Level
from champions.models import Assessment, Finding, StrategyFinding
from champions.selectors.assessing import fingerprint
from champions.services.assessments import describe
from foundation.drafts import autosave_url
from foundation.models import Draft
from tests.support.champions import assess, assess_all, decide, settle, write
from tests.support.judging import judging
from tests.support.reading import reading

COMMITMENT = "bronze.commitment"
SIGNED = "check.signed_up"
POLICIES = (
    "policy.send_strategy",
    "policy.inclusion_strategy",
    "policy.children_plan",
    "policy.health_strategy",
    "policy.lda_framework",
)


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


def page(name, application, *more):
    return reverse(name, args=[application.uuid, *more])


def said(version=0, level="met", note="They told us.", **more):
    return {
        "version": version,
        "level": level,
        "note": note,
        "strength": "",
        "challenge": "",
        **more,
    }


@pytest.fixture
def at_work(assessing, chair, sign_in):
    """The chair, at their own assessment."""
    return sign_in(chair.user)


class TestList:
    def test_list_says_how_far_one_is(self, assessing, at_work, chair, later):
        address = page("assessment", assessing.application)
        assert "0 of 2 are done" in at_work.get(address).text
        write(assessing, chair, at=later, codes=[SIGNED])
        text = at_work.get(address).text
        assert "1 of 2 are done" in text
        assert "Not started" in text

    def test_starting_leads_to_the_first_question_that_waits(
        self, assessing, at_work, chair, later
    ):
        address = page("assessment", assessing.application)
        assert not Assessment.objects.exists()
        first = at_work.post(address)
        assert first.url == page("assessment-question", assessing.application, COMMITMENT)
        assert Assessment.objects.get().state == AssessmentState.DRAFT
        write(assessing, chair, at=later, codes=[COMMITMENT])
        second = at_work.post(address)
        assert second.url == page("assessment-question", assessing.application, SIGNED)
        write(assessing, chair, at=later, codes=[SIGNED])
        assert at_work.post(address).url == page("assessment-check", assessing.application)

    def test_reading_begins_nothing(self, assessing, at_work):
        for name, more in (
            ("assessment", ()),
            ("assessment-question", (COMMITMENT,)),
            ("assessment-check", ()),
        ):
            assert at_work.get(page(name, assessing.application, *more)).status_code == 200
        assert not Assessment.objects.exists()

    def test_list_costs_the_same_with_more_answers(
        self, assessing, at_work, chair, later, django_assert_num_queries
    ):
        address = page("assessment", assessing.application)
        write(assessing, chair, at=later, codes=[COMMITMENT])
        at_work.get(address)
        with django_assert_num_queries(13):
            at_work.get(address)
        write(assessing, chair, at=later, codes=[SIGNED])
        with django_assert_num_queries(13):
            at_work.get(address)


class TestWays:
    def test_who_chose_the_plain_way_lands_there(self, assessing, chair, at_work):
        address = page("assessment", assessing.application)
        plain = page("assessment-plain", assessing.application)
        assert plain in at_work.get(address).text
        chair.plain_way = True
        chair.save()
        assert at_work.get(address).url == plain
        assert at_work.get(f"{address}?way=full").status_code == 200

    def test_who_went_over_to_the_full_page_stays_there(self, assessing, chair, at_work):
        chair.plain_way = True
        chair.save()
        address = page("assessment", assessing.application)
        question = page("assessment-question", assessing.application, COMMITMENT)
        assert at_work.post(f"{address}?way=full").url == question
        assert f'href="{address}?way=full"' in at_work.get(question).text
        assert at_work.post(question, said(later="1")).url == f"{address}?way=full"

    def test_time_is_said_to_be_an_estimate(self, assessing, at_work):
        text = at_work.get(page("assessment", assessing.application)).text
        assert "It takes about 15 minutes. This is our estimate." in text


class TestQuestion:
    def test_question_is_asked_in_plain_words_with_what_they_sent(self, assessing, at_work):
        text = at_work.get(page("assessment-question", assessing.application, SIGNED)).text
        assert "Did they sign the promise?" in text
        assert "the signed commitment" in text
        assert "question 2 of 2" in text

    def test_answer_is_saved_and_leads_on(self, assessing, at_work):
        address = page("assessment-question", assessing.application, COMMITMENT)
        answer = at_work.post(address, said(strength="Parents lead.", challenge="Ask the board."))
        assert answer.url == page("assessment-question", assessing.application, SIGNED)
        row = Finding.objects.get()
        assert (row.level, row.note, row.strength, row.challenge) == (
            "met",
            "They told us.",
            "Parents lead.",
            "Ask the board.",
        )
        last = page("assessment-question", assessing.application, SIGNED)
        assert at_work.post(last, said()).url == page("assessment-check", assessing.application)

    def test_change_from_the_check_leads_back_to_it(self, assessing, at_work):
        address = page("assessment-question", assessing.application, COMMITMENT)
        answer = at_work.post(f"{address}?from=check", said())
        assert answer.url == page("assessment-check", assessing.application)

    def test_answer_needs_a_level_unless_one_comes_back_later(self, assessing, at_work):
        address = page("assessment-question", assessing.application, COMMITMENT)
        bare = at_work.post(address, said(level=""))
        assert bare.status_code == 422
        assert "Choose what you find on “Commitment”" in bare.text
        assert "They told us." in bare.text
        assert not Finding.objects.exists()
        later = at_work.post(address, said(level="", later="1"))
        assert later.url == page("assessment", assessing.application)
        assert Finding.objects.get().note == "They told us."
        assert "Started" in at_work.get(later.url).text

    def test_answer_that_is_none_is_refused(self, assessing, at_work):
        address = page("assessment-question", assessing.application, COMMITMENT)
        for wrong in (said(level="wonderful"), said(version="x"), said(note="a" * 3001)):
            assert at_work.post(address, wrong).status_code == 422
        assert not Finding.objects.exists()

    def test_two_windows_show_both_texts(self, assessing, at_work):
        address = page("assessment-question", assessing.application, COMMITMENT)
        at_work.post(address, said())
        clash = at_work.post(address, said(level="strong", note="Heron"))
        assert clash.status_code == 409
        for words in ("Strong", "Heron", "Met", "They told us."):
            assert words in clash.text
        assert Finding.objects.get().note == "They told us."

    def test_double_click_is_one_answer(self, assessing, at_work):
        address = page("assessment-question", assessing.application, COMMITMENT)
        assert [at_work.post(address, said()).status_code for _ in range(2)] == [302, 302]
        assert Finding.objects.get().version == 1

    def test_page_that_saved_itself_while_typing_can_still_be_saved(
        self, assessing, at_work, chair
    ):
        """The page's own saving and a click on the button meet: that is no clash with anybody."""
        address = page("assessment-question", assessing.application, COMMITMENT)
        saving = autosave_url(chair.user, f"assessment:{assessing.application.uuid}:{COMMITMENT}")
        assert at_work.post(saving, said(level="", note="Half")).status_code == 200
        text = at_work.get(address).text
        assert "We kept what you typed" in text
        assert "Half" in text
        assert at_work.post(address, said()).status_code == 302
        assert "We kept what you typed" not in at_work.get(address).text

    @pytest.mark.parametrize("code", ["gold.voice", "policy.send_strategy", "nonsense"])
    def test_question_of_another_stage_is_not_there(self, assessing, at_work, code):
        address = page("assessment-question", assessing.application, code)
        assert at_work.get(address).status_code == 404
        assert at_work.post(address, said()).status_code == 404

    def test_bronze_has_no_page_for_the_citys_plans(self, assessing, at_work):
        address = page("assessment-strategies", assessing.application)
        assert at_work.get(address).status_code == 404


class TestCheck:
    def test_check_says_what_is_missing(self, assessing, at_work, chair, later):
        write(assessing, chair, at=later, codes=[COMMITMENT])
        text = at_work.get(page("assessment-check", assessing.application)).text
        assert "Before you can send it, answer:" in text
        assert "Send my assessment" not in text
        refused = at_work.post(
            page("assessment-check", assessing.application), {"version": 1, "minutes": ""}
        )
        assert refused.status_code == 409
        assert "Say what you found on: Signed up." in refused.text

    def test_check_sends(self, assessing, at_work, chair, later):
        draft = write(assessing, chair, at=later, note="Heron note")
        address = page("assessment-check", assessing.application)
        text = at_work.get(address).text
        assert "Heron note" in text
        assert f'name="version" value="{draft.version}"' in text
        words = {"version": draft.version, "supporter": "Sally Helper", "minutes": "35"}
        done = at_work.post(address, words, follow=True)
        assert "Your assessment is in." in done.text
        sent = Assessment.objects.get()
        assert (sent.state, sent.supporter, sent.minutes) == ("submitted", "Sally Helper", 35)
        text = at_work.get(page("assessment", assessing.application)).text
        for shown in ("You sent it on", "Heron note", "35 minutes", "Sally Helper"):
            assert shown in text

    def test_check_shows_who_helped_so_far(self, assessing, at_work, chair, later):
        write(assessing, chair, at=later)
        describe(panel=assessing, supporter="Sally Helper", actor=chair.user, at=later)
        assert (
            'value="Sally Helper"'
            in at_work.get(page("assessment-check", assessing.application)).text
        )

    @pytest.mark.parametrize("minutes", ["soon", "0", "601", "1.5"])
    def test_minutes_that_cannot_be_keep_what_was_typed(
        self, assessing, at_work, chair, later, minutes
    ):
        draft = write(assessing, chair, at=later)
        words = {"version": draft.version, "supporter": "Sally Helper", "minutes": minutes}
        answer = at_work.post(page("assessment-check", assessing.application), words)
        assert answer.status_code == 422
        assert "Sally Helper" in answer.text
        assert Assessment.objects.get().state == AssessmentState.DRAFT

    def test_answer_changed_in_another_window_is_read_again(self, assessing, at_work, chair, later):
        draft = write(assessing, chair, at=later)
        row = Finding.objects.get(code=SIGNED)
        address = page("assessment-question", assessing.application, SIGNED)
        at_work.post(address, said(row.version, level="not_yet"))
        refused = at_work.post(
            page("assessment-check", assessing.application), {"version": draft.version}
        )
        assert refused.status_code == 409
        assert "An answer was changed after you opened this page." in refused.text
        assert Assessment.objects.get().state == AssessmentState.DRAFT

    def test_sending_waits_for_the_meeting(self, panel, chair, sign_in, later):
        draft = write(panel, chair, at=later)
        client = sign_in(chair.user)
        address = page("assessment-check", panel.application)
        assert "when the meeting has been written up" in client.get(address).text
        assert client.post(address, {"version": draft.version}).status_code == 409

    def test_sending_leaves_no_unsaved_text_behind(self, assessing, at_work, chair, later):
        draft = write(assessing, chair, at=later)
        saving = autosave_url(chair.user, f"assessment:{assessing.application.uuid}:{SIGNED}")
        at_work.post(saving, said(note="Half"))
        plain = autosave_url(chair.user, f"plain:{assessing.application.uuid}:{SIGNED}:why")
        at_work.post(plain, {"note": "Half"})
        assert Draft.objects.count() == 2
        at_work.post(page("assessment-check", assessing.application), {"version": draft.version})
        assert not Draft.objects.exists()


class TestRefusals:
    def pages(self, application):
        return [
            page("assessment", application),
            page("assessment-question", application, COMMITMENT),
            page("assessment-check", application),
        ]

    def test_sent_is_only_read(self, assessing, at_work, chair, later):
        assess(assessing, chair, at=later)
        own, *others = self.pages(assessing.application)
        assert at_work.get(own).status_code == 200
        assert at_work.post(own).status_code == 409
        for address in others:
            assert at_work.get(address).status_code == 409
            refused = at_work.post(address, said())
            assert refused.status_code == 409
            assert "You have already sent your assessment." in refused.text

    def test_nothing_is_assessed_after_the_decision(self, assessing, chair, spare, officer, sign_in,
                                                     later):  # fmt: skip
        assess_all(assessing, at=later)
        decide(assessing, at=later)
        Assessment.objects.filter(assignment__champion=chair).update(
            state=AssessmentState.DRAFT, submitted_at=None
        )
        client = sign_in(chair.user)
        for address in self.pages(assessing.application):
            assert client.get(address).status_code == 409
            assert client.post(address, said()).status_code == 409

    @pytest.mark.parametrize("status", ["changes_requested", "withdrawn", "declined"])
    def test_nothing_is_assessed_while_it_is_not_in_review(self, assessing, at_work, status):
        Application.objects.filter(pk=assessing.application.pk).update(status=status)
        for address in self.pages(assessing.application):
            assert at_work.get(address).status_code == 409
            assert at_work.post(address, said()).status_code == 409
        assert not Assessment.objects.exists()

    @pytest.mark.parametrize("who", ["spare", "officer", "lead", "colleague", "stranger"])
    def test_pages_are_not_there_for_others(self, request, assessing, sign_in, who):
        somebody = request.getfixturevalue(who)
        client = sign_in(getattr(somebody, "user", somebody))
        for address in self.pages(assessing.application):
            assert client.get(address).status_code == 404
            assert client.post(address, said()).status_code == 404

    def test_undeclared_champion_is_asked_first(self, assessing, sent, chair, spare, officer,
                                                sign_in, later):  # fmt: skip
        settle(sent, [chair, spare], officer, at=later)
        client = sign_in(spare.user)
        for address in self.pages(sent):
            assert client.get(address).status_code == 409
            assert client.post(address, said()).status_code == 409

    def test_ones_own_is_ones_own(self, assessing, at_work, young, later):
        write(assessing, young, at=later, note="Heron note")
        for address in self.pages(assessing.application):
            assert "Heron note" not in at_work.get(address).text


class TestStrategies:
    @pytest.fixture
    def scene(self, organisation, lead, officer, now):
        return judging(organisation, lead=lead, officer=officer, at=now)

    @pytest.fixture
    def address(self, scene):
        return page("assessment-strategies", scene.application)

    def fits(self, fit="fits", seen=None, **more):
        words = {f"fit_{code.replace('.', '_')}": fit for code in POLICIES}
        words |= {f"note_{code.replace('.', '_')}": "" for code in POLICIES}
        return words | {"seen": fingerprint([]) if seen is None else seen} | more

    def test_each_plan_of_the_city_is_asked(self, scene, address, sign_in):
        text = sign_in(scene.chair).get(address).text
        for name in ("Birmingham SEND Strategy", "Birmingham Inclusion Strategy", "LDA"):
            assert name in text

    def test_fits_are_saved_and_lead_on(self, scene, address, sign_in):
        client = sign_in(scene.chair)
        answer = client.post(address, self.fits(note_policy_send_strategy="By name."))
        following = page("assessment-question", scene.application, "check.alignment")
        assert answer.url == following
        assert StrategyFinding.objects.filter(fit="fits").count() == len(POLICIES)
        assert StrategyFinding.objects.get(code="policy.send_strategy").note == "By name."
        assert "5 of 5 answered" in client.get(page("assessment", scene.application)).text

    def test_fit_is_asked_of_each_unless_one_comes_back_later(self, scene, address, sign_in):
        client = sign_in(scene.chair)
        bare = self.fits(fit_policy_send_strategy="")
        refused = client.post(address, bare)
        assert refused.status_code == 422
        assert "Choose how it fits “Birmingham SEND Strategy 2023 to 2028”" in refused.text
        assert client.post(address, bare | {"later": "1"}).status_code == 302
        assert "4 of 5 answered" in client.get(page("assessment", scene.application)).text

    def test_two_windows_show_both(self, scene, address, sign_in):
        client = sign_in(scene.chair)
        client.post(address, self.fits())
        clash = client.post(address, self.fits(fit="not"))
        assert clash.status_code == 409
        assert "Does not fit it" in clash.text
        assert "Fits it" in clash.text
        assert not StrategyFinding.objects.filter(fit="not").exists()

    def test_double_click_is_one_answer(self, scene, address, sign_in):
        client = sign_in(scene.chair)
        twice = [client.post(address, self.fits()).status_code for _ in range(2)]
        assert twice == [302, 302]
        assert Assessment.objects.get().version == 1

    def test_without_the_plans_it_cannot_be_sent(self, scene, sign_in, now):
        champion = scene.panel.assignments.get(champion__user=scene.chair).champion
        draft = write(scene.panel, champion, at=now)
        StrategyFinding.objects.filter(code="policy.lda_framework").delete()
        client = sign_in(scene.chair)
        text = client.get(page("assessment-check", scene.application)).text
        assert "Before you can send it, answer:" in text
        refused = client.post(
            page("assessment-check", scene.application), {"version": draft.version}
        )
        assert refused.status_code == 409
        assert "Learning Disability and Autism" in refused.text

    def test_question_shows_its_answer_and_leads_to_its_evidence(self, scene, sign_in):
        text = (
            sign_in(scene.chair)
            .get(page("assessment-question", scene.application, "gold.voice"))
            .text
        )
        assert f"{page('case-evidence', scene.application)}?shows=gold.voice" in text
        assert "What we tell about voice." in text

    def test_question_costs_the_same_whatever_was_sent(
        self, scene, sign_in, django_assert_num_queries
    ):
        client = sign_in(scene.chair)
        address = page("assessment-question", scene.application, "gold.voice")
        client.get(address)
        with django_assert_num_queries(15):
            client.get(address)


def test_findings_page_shows_strengths_challenges_and_disagreement(
    assessing, chair, young, sign_in, later
):
    assess(assessing, chair, at=later, level=Level.STRONG)
    assess(assessing, young, at=later, level=Level.PARTLY)
    Finding.objects.filter(assessment__assignment__champion=young).update(
        strength="Kestrel strength", challenge="Kestrel challenge"
    )
    text = sign_in(chair.user).get(page("case-findings", assessing.application)).text
    for words in ("Kestrel strength", "Kestrel challenge", "Partly: 1, strong: 1",
                  "You do not all agree", "2 of 2 assessments are in"):  # fmt: skip
        assert words in text


def test_findings_page_costs_the_same_with_two_and_with_one(
    assessing, chair, young, officer, sign_in, later, django_assert_num_queries
):
    address = page("case-findings", assessing.application)
    client = sign_in(officer)
    assess(assessing, chair, at=later)
    client.get(address)
    with django_assert_num_queries(11):
        client.get(address)
    assess(assessing, young, at=later)
    with django_assert_num_queries(11):
        client.get(address)


class TestWords:
    @pytest.mark.parametrize(
        "name", ["assessment", "assessment-strategies", "assessment-check", "case-findings"]
    )
    def test_pages_read_easily(self, organisation, lead, officer, now, sign_in, name):
        scene = judging(organisation, lead=lead, officer=officer, at=now)
        if name == "case-findings":
            champion = scene.panel.assignments.get(champion__user=scene.chair).champion
            assess(scene.panel, champion, at=now)
        text = sign_in(scene.chair).get(page(name, scene.application)).text
        assert reading(text).grade <= 8
