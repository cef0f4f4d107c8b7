"""The shipped edition says what the two sources say: counts, and the traps of the pack."""

import re

import pytest

from awards.scheme import UnknownCodeError, edition
from tests.support.reading import reading, sentences

USED = {2, 3, 8, 12, 13, 14, 15, 16, 17, 18, 19, 23, 24, 26, 27, 28, 29, 30, 31}


@pytest.fixture
def scheme():
    return edition("birmingham-2026")


def articles(scheme, number):
    return set(scheme.principle(f"principle.{number}").articles)


def test_stages_come_in_order_each_requiring_the_one_before(scheme):
    assert [(s.code, s.rank, s.requires) for s in scheme.stages] == [
        ("bronze", 1, None),
        ("silver", 2, "bronze"),
        ("gold", 3, "silver"),
        ("platinum", 4, "gold"),
    ]


def test_criteria_are_as_many_as_in_the_pack(scheme):
    counts = {stage.code: len(scheme.criteria_for(stage.code)) for stage in scheme.stages}
    assert counts == {"bronze": 1, "silver": 7, "gold": 5, "platinum": 7}


def test_bronze_has_only_the_commitment_of_its_paragraph(scheme):
    assert [criterion.code for criterion in scheme.criteria_for("bronze")] == ["bronze.commitment"]


def test_articles_are_the_22_that_the_pack_describes(scheme):
    assert {article.number for article in scheme.articles} == USED | {1, 4, 42}


def test_articles_1_4_and_42_belong_to_no_principle(scheme):
    orphans = {a.number for a in scheme.articles if not scheme.principles_of(a)}
    assert orphans == {1, 4, 42}


def test_pairs_of_principle_and_article_are_118(scheme):
    assert len(scheme.principles) == 8
    assert len(scheme.pairs) == 118


def test_principle_1_has_every_article_that_is_used(scheme):
    assert articles(scheme, 1) == USED


def test_principles_2_and_7_have_nine_each_but_not_the_same_nine(scheme):
    assert articles(scheme, 2) == {2, 3, 12, 13, 14, 15, 17, 23, 27}
    assert articles(scheme, 7) == {2, 12, 13, 14, 23, 27, 28, 29, 30}


def test_principle_4_is_3_and_article_31(scheme):
    assert articles(scheme, 4) == articles(scheme, 3) | {31}
    assert 31 not in articles(scheme, 3)


def test_principle_8_equals_4(scheme):
    assert articles(scheme, 8) == articles(scheme, 4)


def test_principle_5_is_4_and_article_15(scheme):
    assert articles(scheme, 5) == articles(scheme, 4) | {15}
    assert 15 not in articles(scheme, 4)


def test_principle_6_lacks_article_27(scheme):
    assert articles(scheme, 6) == USED - {18, 27}


def test_articles_of_a_principle_come_with_their_words(scheme):
    found = scheme.articles_of("principle.2")
    assert [article.code for article in found][:3] == ["crc.2", "crc.3", "crc.12"]
    assert found == scheme.articles_of(scheme.principle("principle.2"))


def test_bronze_and_silver_last_for_good_gold_and_platinum_a_year(scheme):
    assert [stage.lasts_months for stage in scheme.stages] == [None, None, 12, 12]
    assert [stage.lasts_indefinitely for stage in scheme.stages] == [True, True, False, False]


def test_silver_is_due_twelve_months_after_bronze(scheme):
    due = scheme.stage("silver").due
    assert due is not None
    assert due.months == 12
    assert [stage.code for stage in scheme.stages if stage.due] == ["silver"]


def test_windows_are_sixty_days_and_twenty_eight_of_grace(scheme):
    assert (scheme.windows.opens_days_before, scheme.windows.grace_days) == (60, 28)


def test_an_appeal_can_be_made_for_twenty_eight_days(scheme):
    assert scheme.appeal_days == 28


def test_ladder_runs_from_coercion_to_co_production(scheme):
    assert [(level.name, level.group) for level in scheme.ladder] == [
        ("Coercion", "doing to"),
        ("Educating", "doing to"),
        ("Informing", "doing for"),
        ("Consultation", "doing for"),
        ("Engagement", "doing for"),
        ("Co-design", "doing with"),
        ("Co-production", "doing with"),
    ]
    assert scheme.default_ladder_level.code == "ladder.co_production"
    assert all(level.source.startswith("tlap:") for level in scheme.ladder)


def test_four_cs_say_whose_definitions_they_are(scheme):
    assert [c.name for c in scheme.four_cs] == [
        "Co-commissioning",
        "Co-design",
        "Co-delivery",
        "Co-assessment",
    ]
    assert all(c.source.startswith("pcf:") for c in scheme.four_cs)


def test_pledges_are_a_marked_gap(scheme):
    assert scheme.pledges.missing
    assert scheme.pledges.texts == ()
    assert "must supply" in scheme.pledges.note


def test_levels_of_engagement_are_the_six_of_the_slides(scheme):
    assert [level.code for level in scheme.engagement_levels] == [
        "level.board",
        "level.senior_leadership",
        "level.operational_team",
        "level.community_groups",
        "level.parents_carers",
        "level.children_young_people",
    ]


def test_each_policy_is_said_in_one_plain_sentence(scheme):
    """What the plain way asks with; the city's names for its plans are hard to read."""
    for policy in scheme.policies:
        page = f"<main><p>{policy.plain}</p></main>"
        found = reading(page)
        assert sentences(page) == [policy.plain]
        assert found.grade <= 6, policy.plain
        assert found.longest_words <= 20, policy.plain
    assert len({policy.plain for policy in scheme.policies}) == len(scheme.policies)


def test_policies_and_legislation_are_all_that_the_sources_name(scheme):
    assert len(scheme.policies) == 5
    assert [point.code for law in scheme.legislation for point in law.points] == [
        "law.area_send.51",
        "law.area_send.56",
        "law.care_act.2_14",
        "law.care_act.3_55",
        "law.care_act.4_46",
        "law.care_act.6_36",
        "law.cfa.19",
        "law.cfa.25",
        "law.send_code.4_8",
        "law.send_code.4_9",
    ]


def test_champions_are_asked_the_criteria_and_then_the_checks(scheme):
    assert [asked.code for asked in scheme.asked_of_champions("bronze")] == [
        "bronze.commitment",
        "check.signed_up",
    ]
    assert [asked.code for asked in scheme.asked_of_champions("silver")][-2:] == [
        "check.plan",
        "check.alignment",
    ]
    for stage in scheme.stages:
        for asked in scheme.asked_of_champions(stage.code):
            assert scheme.asked(asked.code) == asked


def test_better_outcomes_are_intrinsic_to_gold_and_platinum(scheme):
    intrinsic = {c.code for s in scheme.stages for c in s.criteria if c.intrinsic}
    assert intrinsic == {"gold.outcomes", "platinum.impact"}


@pytest.mark.parametrize(
    ("stage", "perspectives", "waived", "gaps"),
    [
        ("bronze", [], False, ("1 more champion",)),
        ("bronze", ["professional"], False, ()),
        ("silver", ["young_person", "professional"], False, ()),
        ("silver", ["parent_carer", "professional"], False, ()),
        (
            "silver",
            ["professional", "professional"],
            False,
            ("a young person or a parent or carer",),
        ),
        ("silver", ["parent_carer", "young_person"], False, ("a professional",)),
        ("gold", ["young_person", "parent_carer", "professional"], False, ()),
        ("gold", ["parent_carer", "parent_carer", "professional"], False, ("a young person",)),
        ("gold", ["parent_carer", "parent_carer", "professional"], True, ()),
        ("gold", ["young_person", "professional"], True, ("1 more champion",)),
        ("gold", ["professional"] * 3, False, ("a young person", "a parent or carer")),
        ("platinum", ["professional"] * 3, True, ("a young person or a parent or carer",)),
    ],
)
def test_panel_gaps_name_who_is_missing(scheme, stage, perspectives, waived, gaps):
    panel = scheme.stage(stage).panel
    assert scheme.panel_gaps(panel, perspectives, waived=waived) == gaps


def test_stage_after_ends_with_platinum(scheme):
    assert scheme.stage_after("bronze").code == "silver"
    assert scheme.stage_after("platinum") is None
    assert scheme.stage_before("bronze") is None
    assert scheme.stage_before("gold").code == "silver"


def test_unknown_codes_are_refused(scheme):
    for ask in (scheme.stage, scheme.principle, scheme.asked, scheme.term, scheme.kinds_in):
        with pytest.raises(UnknownCodeError):
            ask("nothing.of_the_kind")


@pytest.mark.parametrize(
    ("postcode", "covered"),
    [
        ("B1 1BB", True),
        ("b297sa", True),
        ("B75", True),
        ("B91 3QB", False),
        ("CV1 1AA", False),
        ("", False),
    ],
)
def test_covers_postcode_knows_the_area(scheme, postcode, covered):
    assert scheme.covers_postcode(postcode) is covered


def test_registration_form_asks_all_of_appendix_3(scheme):
    asked = {field.code for section in scheme.registration for field in section.fields}
    assert asked >= {
        "registration.name",
        "registration.address",
        "registration.email",
        "registration.telephone",
        "registration.leads",
        "registration.date",
        "registration.description",
        "registration.commitment",
    }


def test_commitment_names_every_principle_and_each_of_the_4cs(scheme):
    words = " ".join(scheme.commitment.statements).lower()
    for c in scheme.four_cs:
        assert c.name.lower() in words
    for principle in scheme.principles:
        for word in re.findall(r"[a-z]{4,}", principle.name.lower()):
            assert word in words


def test_each_unwelcome_answer_says_why_and_whom_to_ask(scheme):
    answers = [answer for question in scheme.eligibility for answer in question.answers]
    assert [bool(a.why and a.ask) for a in answers if not a.eligible] == [True] * 5
    assert scheme.eligibility_question("eligibility.send").answer("yes").eligible


def every_text(item):
    if isinstance(item, str):
        yield item
    elif isinstance(item, tuple):
        for part in item:
            yield from every_text(part)
    elif hasattr(item, "__dataclass_fields__"):
        for name in item.__dataclass_fields__:
            if name not in {"code", "source", "postcode_areas"}:
                yield from every_text(getattr(item, name))


def test_sentences_that_young_people_and_parents_read_are_short(scheme):
    """Plain words: what the easy version says stays below 15 words a sentence."""
    for item in (
        *(c for s in scheme.stages for c in s.criteria),
        *scheme.checks,
        *scheme.principles,
        *scheme.four_cs,
    ):
        for sentence in re.split(r"(?<=[.?!])\s+", item.plain):
            assert len(sentence.split()) <= 15, sentence


def test_no_sentence_is_longer_than_25_words(scheme):
    sentences = [s for text in every_text(scheme) for s in re.split(r"(?<=[.?!:])\s+", text)]
    assert [s for s in sentences if len(s.split()) > 25] == []


def test_texts_speak_of_no_person_by_name(scheme):
    words = " ".join(every_text(scheme))
    assert "Lakhvir" not in words
    assert "@" not in words
