"""The matrix and the rights of the child on their pages (scheme.md 12, 14, 15, T-68)."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape

from awards.models import Application
from foundation.csv_export import csv_pieces, inert
from foundation.models import AuditEvent
from portfolios.models import Consent
from tests.portfolios.portfolio.pages import page
from tests.support.evidence import evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(draft, lead, now):
    """Three pieces: with impact, to look at, and only described."""
    make = {"lead": lead, "at": now}
    organisation = draft.organisation
    evidence(organisation, "gold.voice", "principle.2", "crc.12", title="Forum", **make)
    evidence(organisation, "gold.voice", "principle.8", title="Picnic", changed="", **make)
    evidence(organisation, "gold.training", title="Course", file=False, **make)
    return draft


def table_of(html: str) -> list[list[str]]:
    """The rows of the table in words."""
    rows = re.findall(r"<tr.*?</tr>", html, re.DOTALL)
    return [
        [
            re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def get(client, application, name="portfolio-coverage", query=""):
    response = client.get(page(name, application) + query)
    assert response.status_code == 200
    return response.content.decode()


# The matrix


def test_matrix_is_by_criteria_and_principles_at_first(shown, client):
    head, *rows = table_of(get(client, shown))
    assert (
        head[:3] == ["Criteria", "All of its evidence", "1: Treated as equals"] or len(head) == 10
    )
    assert [row[0].split(" ")[0] for row in rows] == [
        *("Voice", "Barriers", "Training", "Working", "Better")
    ]
    voice = rows[0]
    assert voice[0] == "Voice Shown with impact"
    assert voice[1] == "2 pieces of evidence for Voice 2 shown, 1 with impact"
    assert voice[3].startswith("1 piece of evidence for Voice and ")
    assert voice[3].endswith("1 shown, 1 with impact")
    assert voice[2].startswith("Nothing yet for Voice and ")
    assert rows[1][1] == "Nothing yet for Barriers overcome"
    assert rows[2][1] == "1 piece of evidence for Training nothing to look at yet"


def test_cells_open_their_evidence(shown, client):
    html = get(client, shown)
    base = f"/organisations/{shown.organisation.slug}/evidence/"
    for query in ("?shows=gold.voice&amp;and=principle.2", "?shows=gold.voice"):
        assert f'href="{base}{query}"' in html
    listed = client.get(f"{base}?shows=gold.voice&and=principle.2").content.decode()
    assert "Forum" in listed
    assert "Picnic" not in listed


def test_gaps_lead_to_where_they_are_closed(shown, client):
    html = get(client, shown)
    organisation = shown.organisation.slug
    # A row where it is told; a cell among what shows one of the two; nothing at all to a new piece.
    assert f'href="{page("portfolio-answer", shown, "gold.barriers")}"' in html
    assert f'href="/organisations/{organisation}/evidence/?shows=gold.training"' in html
    assert f'href="/organisations/{organisation}/evidence/add/"' in html


@pytest.mark.parametrize(
    "rows", ["criteria", "principles", "articles", "four-cs", "actions", "measures", "levels"]
)
@pytest.mark.parametrize("columns", ["none", "articles", "actions"])
def test_every_layout_opens_and_its_gaps_lead_somewhere(rows, columns, shown, client):
    html = get(client, shown, query=f"?rows={rows}&columns={columns}")
    links = set(re.findall(r'class="govuk-link award-coverage__none" href="([^"]+)"', html))
    assert links
    for link in sorted(links)[:4]:
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_list_is_one_column_and_no_picture(shown, client):
    html = get(client, shown, query="?rows=four-cs&columns=none")
    assert [len(row) for row in table_of(html)] == [2] * 5
    assert "award-plan-picture" not in html


@pytest.mark.parametrize(
    "query",
    [
        "?rows=&columns=",
        "?rows=nonsense&columns=%F0%9F%92%A5",
        "?rows[]=criteria",
        "?rows=law",
        "?columns=law",
    ],
)
def test_nonsense_in_the_address_is_left_out(query, shown, client):
    head = table_of(get(client, shown, query=query))[0]
    assert head[0] == "Criteria"
    assert len(head) == 10


def test_nothing_stands_across_itself(shown, client):
    head = table_of(get(client, shown, query="?rows=principles&columns=principles"))[0]
    assert head == ["Principles", "All of its evidence"]


def test_platinum_has_the_law_and_no_plan(platinum, client):
    html = get(client, platinum, query="?rows=law&columns=four-cs")
    assert len(table_of(html)) == 10
    assert 'value="actions"' not in html


def test_picture_has_words_for_whoever_cannot_see_it(shown, client):
    html = get(client, shown)
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in html
    assert 'role="img" aria-labelledby="coverage-title coverage-words"' in html
    assert "Evidence by criteria and principles</title>" in html
    assert "2 of 40 cells have evidence, 1 of them with impact." in html
    assert " style=" not in html


def test_table_has_heads_for_whoever_hears_it(shown, client):
    html = get(client, shown)
    assert html.count('scope="row"') == 5
    assert html.count('scope="col"') == 10
    assert "<caption" in html


def test_tray_and_hidden_evidence_do_not_count_and_that_is_said(shown, lead, client, now):
    evidence(shown.organisation, lead=lead, at=now, title="Waits")
    Consent.objects.filter(item__title="Forum").update(
        expires_on=timezone.localdate() - timedelta(days=1)
    )
    html = get(client, shown)
    assert "1 piece of evidence</a> waits to be placed" in html
    assert "1 piece of evidence</a> is hidden, and does not count" in html
    assert table_of(html)[1][1] == "1 piece of evidence for Voice 1 shown"


@pytest.mark.parametrize("who", ["officer", "sent"])
def test_whoever_cannot_write_gets_no_way_to_close_a_gap(who, shown, officer, sign_in, client):
    if who == "sent":
        Application.objects.filter(pk=shown.pk).update(status="submitted")
    html = get(client if who == "sent" else sign_in(officer), shown)
    assert "Nothing yet" in html
    assert "award-coverage__none" not in html


# The rights of the child


def test_rights_stand_with_their_principles_and_evidence(shown, client):
    html = get(client, shown, "portfolio-rights")
    assert html.count('class="award-right"') == 19
    twelve = html.split('id="article-12"')[1].split("</section>")[0]
    assert "Forum" in twelve
    assert "What changed:" in twelve
    # The right that was chosen alone goes with no other article.
    thirteen = html.split('id="article-13"')[1].split("</section>")[0]
    assert "Forum" not in thirteen
    for number in (1, 4, 42):
        assert f'id="article-{number}"' not in html
        assert f"Article {number}:" in html
    assert "its pupils and adults know about these rights" in html
    assert "Rights Respecting Schools Award" in html


def test_right_with_much_evidence_shows_what_has_impact_and_leads_to_the_rest(
    shown, lead, client, now
):
    for number in range(12):
        changed = "" if number else "Ten pupils lead now."
        evidence(
            shown.organisation, "principle.1", "crc.13", lead=lead, at=now, title=f"Piece {number}",
            changed=changed, file=not number,
        )  # fmt: skip
    html = get(client, shown, "portfolio-rights")
    thirteen = html.split('id="article-13"')[1].split("</section>")[0]
    assert thirteen.count("<li>") == 3
    assert thirteen.index("Piece 0") < thirteen.index("Piece 11")
    assert f'/organisations/{shown.organisation.slug}/evidence/?shows=crc.13"' in thirteen
    rest = client.get(f"/organisations/{shown.organisation.slug}/evidence/?shows=crc.13")
    assert "Piece 3" in rest.content.decode()


def test_hidden_evidence_shows_no_right(shown, client):
    Consent.objects.filter(item__title="Forum").update(
        expires_on=timezone.localdate() - timedelta(days=1)
    )
    for query in ("", "?format=csv"):
        html = get(client, shown, "portfolio-rights", query)
        assert "Forum" not in html
        assert "24 of 31" not in html


def test_rights_are_a_spreadsheet_in_which_nothing_runs(shown, lead, client, now):
    """T-68."""
    evidence(
        shown.organisation,
        "principle.1",
        lead=lead,
        at=now,
        title="=HYPERLINK(1)",
        changed="+1 person",
    )
    response = client.get(page("portfolio-rights", shown) + "?format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; ")
    head, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""))
    assert head[0] == "Article"
    assert {len(row) for row in rows} == {8}
    assert {"'=HYPERLINK(1)", "Forum"} <= {row[4] for row in rows}
    assert "'+1 person" in {row[7] for row in rows}
    assert len({row[0] for row in rows}) == 19
    event = AuditEvent.objects.get(event="rights.exported")
    assert event.details["format"] == "csv"
    assert event.details["pieces"] == len([row for row in rows if row[4] != "Nothing yet"])


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
        ";=1",
        '"=1',
        "  =1",
    ],
)
def test_formula_becomes_a_text(cell):
    """T-68."""
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Forum;=1+1", "Forum;'=1+1"),
        ("Forum; @SUM(A1)", "Forum; '@SUM(A1)"),
        ("calm\n=1+1", "calm\n'=1+1"),
        ("=1;=1", "'=1;'=1"),
    ],
)
def test_formula_in_the_middle_becomes_a_text(cell, kept):
    """T-68: a program may split at semicolons and lines, whatever stands around them."""
    assert inert(cell) == kept


@pytest.mark.parametrize("cell", ["", "Forum", "24 of 31", "a=b", "'quoted'", "1-2", "Ayşe’s year"])
def test_text_stays_as_it_is(cell):
    assert inert(cell) == cell


def test_sheet_is_read_back_as_it_was():
    rows = [("a", 'say "no"'), ("two\nlines", "a,b"), ("ਨਹੀਂ", "")]
    content = b"".join(csv_pieces(rows))
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    read = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert [tuple(row) for row in read] == rows


def test_page_of_rights_escapes_what_was_typed(shown, lead, client, now):
    evidence(
        shown.organisation,
        "principle.1",
        lead=lead,
        at=now,
        title="<b>bold</b>",
        changed="<i>x</i>",
    )
    html = get(client, shown, "portfolio-rights")
    assert escape("<b>bold</b>") in html
    assert "<b>bold</b>" not in html
