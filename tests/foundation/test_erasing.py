import unicodedata

import pytest
from django.apps import apps

from foundation import erasing
from foundation.models import Draft, MailWording, OutboxMessage
from tests.conftest import NOW
from tests.support.people import somebody

pytestmark = pytest.mark.django_db
DRAFTS = [column for column in erasing.text_columns() if column.label == "foundation.draft.data"]
REASONS = [
    column
    for column in erasing.text_columns()
    if column.label in ("foundation.outboxmessage.reason", "foundation.outboxmessage.body_html")
]


def draft(**texts: str) -> Draft:
    return Draft.objects.create(
        owner=somebody(),
        key="a:b",
        data={name: [text] for name, text in texts.items()},
        saved_at=NOW,
    )


def text_of(row: Draft, name: str = "said") -> str:
    row.refresh_from_db()
    return row.data[name][0]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Maya Okonkwo came.", "[gone] came."),
        ("With MAYA   okonkwo\nand others", "With [gone]\nand others"),
        ("maya okonkwo’s drawing", "[gone]’s drawing"),
        ("Maya Okonkwos came", "Maya Okonkwos came"),
        ("Amaya Okonkwo came", "Amaya Okonkwo came"),
        ("Maya and Okonkwo", "Maya and Okonkwo"),
        ("(Maya Okonkwo)", "([gone])"),
        ("Maya Okonkwo, maya okonkwo", "[gone], [gone]"),
    ],
)
def test_name_is_replaced_as_whole_words_in_any_case(text, wanted):
    row = draft(said=text)
    erasing.replace_everywhere({"Maya Okonkwo": "[gone]"}, among=DRAFTS)
    assert text_of(row) == wanted


@pytest.mark.parametrize(
    "name", ["Łódź Żółw", "Zoë Ní Bhriain", "李小龙", "ज़ारा ख़ान", "O’Neill-Świątek"]
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_of_every_script_are_found(name, form):
    row = draft(said=unicodedata.normalize(form, f"We asked {name.upper()} today"))
    erasing.replace_everywhere({name: "[gone]"}, among=DRAFTS)
    assert text_of(row) == "We asked [gone] today"


def test_longer_name_goes_before_the_shorter_one_in_it():
    row = draft(said="Maya Okonkwo-Bell and Maya")
    erasing.replace_everywhere({"Maya": "[one]", "Maya Okonkwo-Bell": "[two]"}, among=DRAFTS)
    assert text_of(row) == "[two] and [one]"


def test_name_written_as_html_is_found():
    mail = OutboxMessage.objects.create(
        key="k",
        message="m",
        to="a@b.example",
        subject="s",
        body_html="<p>Dear Siân O&#x27;Neill</p>",
        created_at=NOW,
    )
    assert [place.pk for place in erasing.places(["Siân O'Neill"], among=REASONS)] == [mail.pk]
    erasing.replace_everywhere({"Siân O'Neill": "[gone]"}, among=REASONS)
    mail.refresh_from_db()
    assert mail.body_html == "<p>Dear [gone]</p>"


def test_what_grows_too_long_is_cut():
    row = OutboxMessage.objects.create(
        key="k",
        message="m",
        to="a@b.example",
        subject="s",
        reason="Ann Lee " * 37,
        created_at=NOW,
    )
    erasing.replace_everywhere({"Ann Lee": erasing.NAME_DELETED}, among=REASONS)
    row.refresh_from_db()
    assert len(row.reason) == 300
    assert "Ann" not in row.reason


def test_versions_that_name_rows_keep_their_numbers():
    """A wording's history: each row one below the next, so that counting one up meets the other."""
    officer = somebody()
    for version in (2, 1):
        MailWording.objects.create(
            message="any",
            version=version,
            subject="Maya Okonkwo",
            body="Maya Okonkwo",
            changed_by=officer,
            changed_at=NOW,
        )
    words = [c for c in erasing.text_columns() if c.label == "foundation.mailwording.body"]
    assert erasing.replace_everywhere({"Maya Okonkwo": "[gone]"}, among=words) == 2
    rows = MailWording.objects.values_list("version", "body")
    assert sorted(rows) == [(1, "[gone]"), (2, "[gone]")]


def test_others_are_left_as_they_are():
    row = draft(said="Mia Okonkwo", other="x")
    assert erasing.replace_everywhere({"Maya Okonkwo": "[gone]"}, among=DRAFTS) == 0
    assert text_of(row) == "Mia Okonkwo"


def test_nothing_to_look_for_is_refused():
    with pytest.raises(ValueError, match="nothing to look for"):
        erasing.pattern(["  "])
    assert list(erasing.places([" "], among=DRAFTS)) == []


def test_fingerprints_tell_no_name_and_find_it_again():
    draft(said="On Monday MAYA Okonkwo sang.")
    known = erasing.fingerprints(["Maya Okonkwo", "Żółw"])
    assert "maya" not in known.lower()
    assert "okonkwo" not in known.lower()
    assert erasing.recognise(known, among=DRAFTS) == {"MAYA Okonkwo"}
    assert erasing.recognise("", among=DRAFTS) == set()


def test_every_text_column_is_known():
    """Of every model, also of packages; choices and keys hold no words of people."""
    labels = {column.label for column in erasing.text_columns()}
    assert "portfolios.evidenceitem.about" in labels
    assert "awards.statuschange.snapshot" in labels
    assert "portfolios.evidenceitem.kind" not in labels
    assert {column.model for column in erasing.text_columns()} <= set(apps.get_models())


@pytest.mark.parametrize(
    "term",
    ["A.B. Smith", "mum@example.org", "Smith, Ann", "Maya  Okonkwo", "O’Neil-Ray", "St. John"],
)
def test_a_restore_finds_names_with_signs_in_them(term):
    """What is recognised must be what stands in the text, or nothing is taken out (F-19)."""
    row = draft(said=f"With {term} there.")
    found = erasing.recognise(erasing.fingerprints([term]), among=DRAFTS)
    erasing.replace_everywhere(dict.fromkeys(found, "[gone]"), among=DRAFTS)
    assert text_of(row) == "With [gone] there."


def test_a_restore_finds_names_after_the_key_was_changed(settings):
    """F-22: the old key stays among the fallbacks."""
    draft(said="With Maya Okonkwo there.")
    known = erasing.fingerprints(["Maya Okonkwo"])
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-is-long-enough-for-the-checks"
    assert erasing.recognise(known, among=DRAFTS) == {"Maya Okonkwo"}
