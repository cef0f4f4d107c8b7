"""What a portfolio covers: counted in one pass, and the same however it is laid out (scheme.md 12, 14, 15)."""

import re
from dataclasses import replace

import pytest

from portfolios.choices import Strength
from portfolios.records import FileRecord, ItemRecord, PortfolioRecord
from portfolios.rendering.coverage import coverage_table, words_of
from portfolios.selectors.portfolio.coverage import Axis, Coverage, articles_of
from portfolios.selectors.portfolio.matrix import Count, matrix_of
from portfolios.selectors.portfolio.rights import other_articles, rights_of
from tests.support.portfolios_good import empty_portfolio, good_portfolio

EDITION = "birmingham-2026"
FILE = FileRecord("f", "forum.pdf", "application/pdf", 1, "ab")


def item(number: int, *shows: str, file: bool = True, changed: str = "", **more) -> ItemRecord:
    return ItemRecord(
        f"item-{number}",
        f"Piece {number}",
        shows=shows,
        files=(FILE,) if file else (),
        changed=changed,
        **more,
    )


def portfolio(*items: ItemRecord, stage: str = "gold") -> PortfolioRecord:
    return replace(empty_portfolio(stage), items=items)


def matrix(record, rows, columns=None):
    return matrix_of(Coverage(record), rows, columns)


def count_of(found, row: str, column: str = "") -> Count:
    line = next(each for each in found.rows if each.line.code == row)
    if not column:
        return line.count
    return next(cell.count for cell in line.cells if cell.column.code == column)


# Counting


def test_cell_counts_what_shows_both_and_how_well():
    record = portfolio(
        item(1, "gold.voice", "principle.2", changed="Six pupils now lead."),
        item(2, "gold.voice", "principle.2"),
        item(3, "gold.voice", "principle.2", file=False),
        item(4, "gold.voice"),
        item(5, "principle.2"),
    )
    found = matrix(record, Axis.CRITERIA, Axis.PRINCIPLES)
    assert count_of(found, "gold.voice", "principle.2") == Count(3, 2, 1)
    assert count_of(found, "gold.voice") == Count(4, 3, 1)
    assert count_of(found, "gold.voice", "principle.1") == Count()
    assert count_of(found, "gold.training") == Count()


def test_cells_are_the_same_turned_round():
    record = good_portfolio()
    down = matrix(record, Axis.CRITERIA, Axis.PRINCIPLES)
    along = matrix(record, Axis.PRINCIPLES, Axis.CRITERIA)
    for row in down.rows:
        for cell in row.cells:
            assert count_of(along, cell.column.code, cell.row.code) == cell.count


@pytest.mark.parametrize("axis", list(Axis))
def test_counts_agree_with_the_evidence_behind_each_code(axis):
    record = good_portfolio("platinum" if axis is Axis.LAW else "gold")
    coverage = Coverage(record)
    for row in matrix_of(coverage, axis).rows:
        assert row.count.pieces == len(coverage.items_of(row.line.code))
        assert row.strength == coverage.strength(row.line.code)


def test_evidence_whose_consent_is_gone_counts_nowhere():
    gone = ItemRecord("item-1", "Piece 1", shows=("gold.voice",), files=(FILE,), hidden=True)
    assert count_of(matrix(portfolio(gone), Axis.CRITERIA), "gold.voice") == Count()
    assert Coverage(portfolio(gone)).codes == ()


@pytest.mark.parametrize("state", ["quarantined", "refused"])
def test_file_that_is_not_clean_shows_nothing(state):
    waiting = item(1, "gold.voice", file=False, changed="Much.")
    waiting = replace(waiting, files=(replace(FILE, state=state),))
    found = matrix(portfolio(waiting), Axis.CRITERIA)
    assert count_of(found, "gold.voice") == Count(1, 0, 0)


def test_link_is_something_to_look_at():
    film = item(1, "gold.voice", file=False, url="https://video.example/")
    assert count_of(matrix(portfolio(film), Axis.CRITERIA), "gold.voice") == Count(1, 1, 0)


@pytest.mark.parametrize(
    ("count", "strength", "words"),
    [
        (Count(), Strength.NOTHING, ""),
        (Count(2, 0, 0), Strength.TOLD, "nothing to look at yet"),
        (Count(3, 2, 0), Strength.SHOWN, "2 shown"),
        (Count(3, 2, 1), Strength.IMPACT, "2 shown, 1 with impact"),
    ],
)
def test_count_has_a_strength_and_words(count, strength, words):
    assert count.strength is strength
    assert words_of(count) == words


@pytest.mark.parametrize(
    "axis", [Axis.CRITERIA, Axis.PRINCIPLES, Axis.ACTIONS, Axis.MEASURES, Axis.LEVELS]
)
def test_what_is_only_written_is_told(axis):
    told = replace(good_portfolio(), items=())
    assert {row.strength for row in matrix(told, axis).rows} == {Strength.TOLD}
    assert {row.strength for row in matrix(empty_portfolio(), axis).rows} == {Strength.NOTHING}


# Rights of the child (pack: appendices 1 and 2)


def test_rights_follow_from_principles_and_can_be_narrowed():
    scheme = Coverage(portfolio()).scheme
    all_of_eight = articles_of(item(1, "principle.8"), scheme)
    assert articles_of(item(1, "principle.8", "crc.12"), scheme) == ("crc.12",)
    assert "crc.12" in all_of_eight
    # What does not follow from a principle of it never counts.
    assert articles_of(item(1, "principle.8", "crc.42"), scheme) == all_of_eight
    assert articles_of(item(1, "crc.12"), scheme) == ()


def test_pairs_of_the_pack_are_all_there():
    """118 pairs of principle and article; nineteen articles in use; 1, 4 and 42 belong to none."""
    everything = item(1, *(f"principle.{number}" for number in range(1, 9)))
    found = matrix(portfolio(everything), Axis.ARTICLES, Axis.PRINCIPLES)
    assert len(found.rows) == 19
    coverage = Coverage(portfolio(everything))
    assert [a.number for a in other_articles(coverage)] == [1, 4, 42]
    each = [
        matrix(portfolio(item(1, f"principle.{number}")), Axis.ARTICLES) for number in range(1, 9)
    ]
    assert sum(row.count.pieces for one in each for row in one.rows) == 118


def test_right_has_its_principles_and_its_evidence():
    record = portfolio(item(1, "principle.8", "crc.12"), item(2, "principle.1"))
    rights = {right.article.number: right for right in rights_of(Coverage(record))}
    assert len(rights) == 19
    assert [each.id for each in rights[12].items] == ["item-1", "item-2"]
    assert {principle.number for principle in rights[12].principles} >= {1, 8}
    assert rights[12].strength is Strength.SHOWN


# Along what a portfolio can be laid out


def test_platinum_reports_on_no_plan_and_has_the_law():
    gold, platinum = (Coverage(good_portfolio(stage)).axes() for stage in ("gold", "platinum"))
    assert set(Axis) - set(gold) == {Axis.LAW}
    assert set(Axis) - set(platinum) == {Axis.ACTIONS, Axis.MEASURES}


# For the page


def test_links_are_made_by_whoever_shows_it():
    record = portfolio(item(1, "gold.voice", "principle.2"))
    table = coverage_table(
        matrix(record, Axis.CRITERIA, Axis.PRINCIPLES),
        link=lambda row, column: f"/look/{row}/{column}",
        closing=lambda axis, row, cell: f"/close/{axis}/{cell.column.code if cell else ''}",
    )
    voice = table.lanes[0]
    assert voice.total.url == "/look/gold.voice/"
    assert [field.url for field in voice.cells[:2]] == [
        "/close/criteria/principle.1",
        "/look/gold.voice/principle.2",
    ]
    assert table.lanes[1].total.url == "/close/criteria/"


def test_whoever_cannot_close_a_gap_gets_no_link_there():
    table = coverage_table(
        matrix(portfolio(), Axis.CRITERIA, Axis.FOUR_CS), link=lambda row, column: "/look/"
    )
    assert {field.url for lane in table.lanes for field in (lane.total, *lane.cells)} == {""}


def test_list_has_no_picture():
    table = coverage_table(matrix(good_portfolio(), Axis.CRITERIA), link=lambda row, column: "")
    assert table.picture is None
    assert table.title == "Evidence by criteria"
    assert all(lane.cells == () for lane in table.lanes)


def drawn(record, rows=Axis.CRITERIA, columns=Axis.PRINCIPLES):
    return coverage_table(matrix(record, rows, columns), link=lambda row, column: "").picture


def test_picture_has_a_mark_of_its_own_kind_for_each_cell():
    record = portfolio(
        item(1, "gold.voice", "principle.1", changed="Much."),
        item(2, "gold.voice", "principle.2"),
        item(3, "gold.voice", "principle.3", file=False),
    )
    picture = drawn(record)
    kinds = [shape.kind for shape in picture.drawn.shapes]
    assert [kinds.count(kind) for kind in ("impact", "shown", "told", "nothing")] == [1, 1, 1, 37]
    numbers = [words.text for words in picture.drawn.words if words.text.isdigit()]
    # The heads 1 to 8, and one piece in each of the three cells.
    assert numbers == [*"12345678", "1", "1", "1"]
    assert picture.title == "Evidence by criteria and principles"
    assert picture.description == (
        "5 rows and 8 columns. 3 of 40 cells have evidence, 1 of them with impact."
        " The table has every number."
    )


def test_marks_differ_in_shape_and_size_and_not_only_in_colour():
    record = portfolio(
        item(1, "gold.voice", "principle.1", changed="Much."),
        item(2, "gold.voice", "principle.2"),
        item(3, "gold.voice", "principle.3", file=False),
    )
    ground = ("ground", "band", "grid")
    shapes = [shape for shape in drawn(record).drawn.shapes if shape.kind not in ground]
    # Without the place where it begins.
    forms = {
        shape.kind: (re.sub("^M[0-9.]+ [0-9.]+", "", shape.path), shape.dash) for shape in shapes
    }
    assert len(set(forms.values())) == 4


@pytest.mark.parametrize("rows", list(Axis))
@pytest.mark.parametrize("columns", list(Axis))
def test_words_of_the_picture_lie_within_it(rows, columns):
    stage = "platinum" if Axis.LAW in (rows, columns) else "gold"
    picture = drawn(good_portfolio(stage), rows, columns)
    if picture is None:
        return
    for words in picture.drawn.words:
        left, top, right, bottom = words.box
        assert 0 <= left < right <= picture.drawn.width + 1
        assert 0 <= top < bottom <= picture.drawn.height


def test_more_than_a_mark_can_say_is_only_said_to_be_more():
    many = portfolio(*(item(number, "gold.voice", "principle.1") for number in range(120)))
    texts = [words.text for words in drawn(many).drawn.words]
    assert "99+" in texts
    assert "120" not in texts


def test_thousand_pieces_are_gone_through_once():
    """No cell looks for its evidence: whatever is asked of a coverage, the items are read once."""
    reads = 0

    class Counted(tuple):
        def __iter__(self):
            nonlocal reads
            reads += 1
            return super().__iter__()

    items = [item(number, "gold.voice", f"principle.{number % 8 + 1}") for number in range(1000)]
    record = portfolio(*items)
    object.__setattr__(record, "items", Counted(items))
    matrix(record, Axis.ARTICLES, Axis.CRITERIA)
    assert reads == 1
