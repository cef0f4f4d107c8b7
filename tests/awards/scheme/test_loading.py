"""Editions are refused with every fault named, and another authority's is read from its folder."""

import tomllib
from pathlib import Path

import pytest
from django.core.checks import run_checks

from awards import checks  # noqa: F401  registers the check
from awards.scheme import (
    SchemeError,
    UnknownCodeError,
    edition,
    installation_problems,
    installed,
    load_edition,
)
from awards.scheme.editions import SHIPPED

SOURCE = (SHIPPED / "birmingham-2026.toml").read_text(encoding="utf-8")


def write(folder: Path, text: str, code: str = "birmingham-2026") -> Path:
    path = folder / f"{code}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def changed(old: str, new: str) -> str:
    assert old in SOURCE, old
    return SOURCE.replace(old, new, 1)


def another_authority(code: str = "solihull-2027") -> str:
    return SOURCE.replace("birmingham-2026", code).replace(
        'name = "Birmingham"', 'name = "Solihull"', 1
    )


def without(table: str) -> str:
    """The edition less the first table that begins like this."""
    start = SOURCE.index(table)
    end = SOURCE.index("\n[", start + len(table))
    return SOURCE[:start] + SOURCE[end + 1 :]


BROKEN = {
    "unknown key": (
        changed('short_title = "', 'shrot = "x"\nshort_title = "'),
        "edition: unknown key “shrot”",
    ),
    "unknown key within": (
        changed('code = "silver.milestones"', 'code = "silver.milestones"\nweight = 2'),
        "edition.stages[silver].criteria[silver.milestones]: unknown key “weight”",
    ),
    "missing key": (
        changed('short_title = "Co-production Award"\n', ""),
        "edition: “short_title” is missing",
    ),
    "missing table": (
        without("[meeting]"),
        "edition: “meeting” is missing",
    ),
    "wrong type": (
        changed("grace_days = 28", 'grace_days = "28"'),
        "edition.windows.grace_days: expected a whole number",
    ),
    "true is no number": (
        changed("grace_days = 28", "grace_days = true"),
        "edition.windows.grace_days: expected a whole number",
    ),
    "not a list": (
        changed("remind_days_after = [1, 14]", "remind_days_after = 1"),
        "edition.windows.remind_days_after: expected a list",
    ),
    "not a table": (
        changed("[windows]\nopens_days_before = 60", "[[windows]]\nopens_days_before = 60"),
        "edition.windows: expected a table",
    ),
    "empty text": (
        changed('name = "Milestones"', 'name = " "'),
        "edition.stages[silver].criteria[silver.milestones].name: is empty",
    ),
    "duplicate code": (
        changed('code = "silver.timescales"', 'code = "silver.milestones"'),
        "criteria and checks: “silver.milestones” is there 2 times",
    ),
    "duplicate question": (
        changed('code = "registration.email"', 'code = "registration.address"'),
        "questions: “registration.address” is there 2 times",
    ),
    "duplicate term": (
        changed('name = "Family"', 'name = "Panel"'),
        "glossary names: “panel” is there 2 times",
    ),
    "bad code": (
        changed('code = "silver.milestones"', 'code = "silver.Mile stones"'),
        "criteria and checks: “silver.Mile stones” is no code:"
        " small letters, digits, and . _ - between them",
    ),
    "unknown article": (
        changed("articles = [2, 12, 13, 14, 23, 27, 28, 29, 30]", "articles = [2, 5]"),
        "principles[7]: unknown article 5",
    ),
    "article twice": (
        changed("articles = [2, 12, 13, 14, 23, 27, 28, 29, 30]", "articles = [2, 2]"),
        "principles[7]: article: “2” is there 2 times",
    ),
    "articles out of order": (
        changed("articles = [2, 12, 13, 14, 23, 27, 28, 29, 30]", "articles = [12, 2]"),
        "principles[7]: articles stand in the order of their numbers",
    ),
    "principles out of order": (
        changed('number = 8\nname = "Acc', 'number = 0\nname = "Acc'),
        "principles: they stand in the order of their numbers",
    ),
    "missing stage": (
        changed('code = "gold"', 'code = "golden"'),
        "stages: gold is missing",
    ),
    "unknown stage": (
        changed('code = "gold"', 'code = "golden"'),
        "stages: “golden” is none of bronze, silver, gold, platinum",
    ),
    "wrong rank": (
        changed("rank = 2", "rank = 5"),
        "stages[silver]: rank is 5, its place is 2",
    ),
    "wrong order": (
        changed('requires = "silver"', 'requires = "bronze"'),
        "stages[gold]: requires bronze, not silver",
    ),
    "stages in another order": (
        changed('code = "silver"', 'code = "x"')
        .replace('code = "gold"', 'code = "silver"', 1)
        .replace('code = "x"', 'code = "gold"', 1),
        "stages: they stand in this order: bronze, silver, gold, platinum",
    ),
    "criterion of another stage": (
        changed('code = "silver.milestones"', 'code = "gold.milestones"'),
        "stages[silver]: the code of “gold.milestones” does not begin with silver.",
    ),
    "check of an unknown stage": (
        changed('stages = ["silver"]', 'stages = ["diamond"]'),
        "checks[check.plan]: unknown stage “diamond”",
    ),
    "check of no stage": (
        changed('stages = ["silver"]', "stages = []"),
        "checks[check.plan]: belongs to no stage",
    ),
    "empty panel": (
        changed("minimum_champions = 1", "minimum_champions = 0"),
        "stages[bronze].panel: at least one champion",
    ),
    "unknown perspective": (
        changed('["professional"]]', '["wizard"]]'),
        "stages[silver].panel: unknown perspective “wizard”",
    ),
    "need of nobody": (
        changed('["professional"]]', "[]]"),
        "stages[silver].panel: a need that nobody can meet",
    ),
    "bad window": (
        changed("opens_days_before = 60", "opens_days_before = 400"),
        "stages[gold]: the window opens before the award is given",
    ),
    "no window": (
        changed("opens_days_before = 60", "opens_days_before = 0"),
        "windows: opens_days_before is at least 1",
    ),
    "negative grace": (
        changed("grace_days = 28", "grace_days = -1"),
        "windows: grace_days is 0 or more",
    ),
    "no days to appeal": (
        changed("appeal_days = 28", "appeal_days = 0"),
        "appeal_days is at least 1",
    ),
    "days to appeal in words": (
        changed("appeal_days = 28", 'appeal_days = "28"'),
        "edition.appeal_days: expected a whole number",
    ),
    "reminder after grace": (
        changed("remind_days_after = [1, 14]", "remind_days_after = [99]"),
        "windows.remind_days_after: 99 is outside its time",
    ),
    "same reminder twice": (
        changed("remind_days_after = [1, 14]", "remind_days_after = [1, 1]"),
        "windows.remind_days_after: “1” is there 2 times",
    ),
    "reminder before the award": (
        changed("remind_days_before = [180, 90, 28, 7]", "remind_days_before = [500]"),
        "stages[silver].due: 500 is outside its time",
    ),
    "no months to plan": (
        changed("[stages.due]\nmonths = 12", "[stages.due]\nmonths = 0"),
        "stages[silver].due: months is at least 1",
    ),
    "award that lasts no time": (
        changed("lasts_months = 12", "lasts_months = 0"),
        "stages[gold]: lasts_months is at least 1",
    ),
    "meeting of no length": (
        changed("minutes = 60", "minutes = 0"),
        "meeting: minutes is at least 1",
    ),
    "gap in the ladder": (
        changed('rank = 7\nname = "Co-production"', 'rank = 8\nname = "Co-production"'),
        "ladder: ranks run from 1, lowest first, without a gap",
    ),
    "unknown group of the ladder": (
        changed('group = "doing with"', 'group = "doing near"'),
        "ladder[ladder.co_design]: group is one of doing to, doing for, doing with",
    ),
    "ladder with no default": (
        changed("default = true\n", ""),
        "ladder: exactly one level is the default",
    ),
    "nobody with lived experience": (
        SOURCE.replace("lived_experience = true", "lived_experience = false"),
        "perspectives: none has lived experience",
    ),
    "kind of an unknown sector": (
        changed('sector = "voluntary"', 'sector = "sport"'),
        "organisation_kinds[charity]: unknown sector “sport”",
    ),
    "sector with no kind": (
        SOURCE.replace('sector = "social_care"', 'sector = "health"'),
        "sectors[social_care]: has no kind of organisation",
    ),
    "bad postcode": (
        changed('"B92",', '"B92 1AA",'),
        "postcode_areas: “B92 1AA” is not the first half of a postcode",
    ),
    "unknown list": (
        changed('each_of = "engagement_levels"', 'each_of = "glossaries"'),
        "questions[registration.engagement]: “glossaries” is none of engagement_levels, four_cs,"
        " principles, criteria, sectors, organisation_kinds, ladder, policies, standards,"
        " legislation",
    ),
    "two lists": (
        changed('choose_from = "sectors"', 'choose_from = "sectors"\neach_of = "sectors"'),
        "questions[registration.sector]: each_of or choose_from, not both",
    ),
    "refusal without a reason": (
        changed(
            'why = "The award is about services for children and young people with SEND."\n', ""
        ),
        "eligibility[eligibility.send]: “no” must say why not, and whom to ask",
    ),
    "question that leads nowhere": (
        changed(
            'code = "yes"\nlabel = "Yes"\neligible = true',
            'code = "yes"\nlabel = "Yes"\neligible = false\nwhy = "No."\nask = "Nobody."',
        ),
        "eligibility[eligibility.send]: no answer leads on",
    ),
    "wording of another edition": (
        changed('wording = "birmingham-2026.commitment.1"', 'wording = "commitment.1"'),
        "commitment: wording begins with the edition's code, so that no two editions share it",
    ),
    "pledges neither there nor missing": (
        changed("missing = true", "missing = false"),
        "pledges: there are none, so mark them as missing",
    ),
    "pledges both there and missing": (
        changed("missing = true", 'missing = true\ntexts = ["We listen."]'),
        "pledges: marked as missing, yet there are some",
    ),
    "address that is not safe": (
        changed('url = "https://www.scie.org.uk"', 'url = "javascript:alert(1)"'),
        "“javascript:alert(1)” is not an address that begins with https://",
    ),
    "no glossary at all": (
        "glossary = []\n"
        + SOURCE[: SOURCE.index("[[glossary]]")]
        + SOURCE[SOURCE.index("[[references]]") :],
        "glossary: there is none",
    ),
    "other file name": (
        SOURCE.replace("birmingham-2026", "birmingham-2027"),
        "its code is “birmingham-2027”, so its name should be birmingham-2027.toml",
    ),
    "not toml": ("code = ", None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_edition_is_refused_and_its_fault_named(name, tmp_path):
    text, problem = BROKEN[name]
    with pytest.raises(SchemeError) as refused:
        load_edition(write(tmp_path, text))
    assert refused.value.problems
    if problem is not None:
        assert problem in refused.value.problems


def test_all_faults_are_named_at_once(tmp_path):
    text = changed("grace_days = 28", "grace_days = 13").replace("rank = 2", "rank = 5", 1)
    with pytest.raises(SchemeError) as refused:
        load_edition(write(tmp_path, text))
    assert refused.value.problems == (
        "stages[silver]: rank is 5, its place is 2",
        "windows.remind_days_after: 14 is outside its time",
    )
    assert str(refused.value) == (
        "birmingham-2026.toml: stages[silver]: rank is 5, its place is 2\n"
        "birmingham-2026.toml: windows.remind_days_after: 14 is outside its time"
    )


def test_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SchemeError):
        load_edition(tmp_path / "nowhere.toml")


def test_shipped_editions_are_whole(settings):
    settings.SCHEME_FOLDERS = []
    assert installation_problems() == []
    assert list(installed()) == ["birmingham-2026"]


def test_every_item_of_the_file_says_where_it_comes_from():
    table = tomllib.loads(SOURCE)
    for kind in ("principles", "articles", "four_cs", "ladder", "glossary", "policies", "checks"):
        for item in table[kind]:
            assert item["source"].split(":")[0] in {"pack", "slides", "tlap", "pcf", "ours"}


def test_another_authoritys_edition_is_read_from_its_folder(settings, tmp_path):
    write(tmp_path, another_authority(), "solihull-2027")
    settings.SCHEME_FOLDERS = [str(tmp_path)]
    assert list(installed()) == ["birmingham-2026", "solihull-2027"]
    assert edition("solihull-2027").authority.name == "Solihull"
    assert edition("birmingham-2026").authority.name == "Birmingham"


def test_broken_edition_leaves_the_whole_ones_in_place(settings, tmp_path):
    write(tmp_path, "code = ", "broken-2027")
    settings.SCHEME_FOLDERS = [str(tmp_path)]
    assert list(installed()) == ["birmingham-2026"]
    with pytest.raises(UnknownCodeError):
        edition("broken-2027")


def test_edition_of_a_code_that_is_taken_does_not_replace_it(settings, tmp_path):
    write(tmp_path, SOURCE.replace('name = "Birmingham"', 'name = "Somebody else"', 1))
    settings.SCHEME_FOLDERS = [str(tmp_path)]
    assert edition("birmingham-2026").authority.name == "Birmingham"
    assert [problem.partition(": ")[2] for problem in installation_problems()] == [
        "an edition “birmingham-2026” is installed already"
    ]


def test_system_check_names_a_broken_edition(settings, tmp_path):
    write(tmp_path, changed("minutes = 60", "minutes = 0"))
    settings.SCHEME_FOLDERS = [str(tmp_path)]
    found = run_checks(tags=["scheme"])
    assert [(message.id, message.msg.partition(": ")[2]) for message in found] == [
        ("awards.E001", "meeting: minutes is at least 1")
    ]


def test_system_check_names_a_folder_that_is_not_there(settings, tmp_path):
    settings.SCHEME_FOLDERS = [str(tmp_path / "nowhere")]
    assert [message.id for message in run_checks(tags=["scheme"])] == ["awards.E001"]


def test_system_check_names_a_default_that_is_not_installed(settings):
    settings.SCHEME_DEFAULT = "atlantis-2030"
    assert [message.id for message in run_checks(tags=["scheme"])] == ["awards.E002"]


def test_system_check_is_content_with_what_is_shipped(settings):
    settings.SCHEME_FOLDERS = []
    assert run_checks(tags=["scheme"]) == []
