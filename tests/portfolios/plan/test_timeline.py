"""The timeline: places, words that never collide, and its page."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from portfolios.models import MilestoneReport
from portfolios.records import ActionRecord, MilestoneRecord, PlanRecord
from portfolios.rendering.axis import LEFT, RIGHT, WIDTH
from portfolios.rendering.lettering import width_of, wrapped
from portfolios.rendering.timeline import timeline
from tests.portfolios.plan.pages import page
from tests.support.contrast import contrast
from tests.support.plans import TODAY, big_record, good_record, with_action
from tests.support.planting import planted

LONG = "A parents’ budget panel that meets every half term and decides on small grants for clubs"
TITLES = ("Plan the room", LONG, "W" * 120, "اردو مرکز برائے بچے ٹھیک ہے", "伯明翰华人社区中心" * 4)


def plan(count: int, milestones: int, **changes) -> PlanRecord:
    """Actions that begin and end all over two years."""
    actions = []
    for number in range(count):
        first = date(2027, 1, 4) + timedelta(days=number * 37 % 300)
        length = 40 + number * 53 % 380
        actions.append(
            ActionRecord(
                id=f"a{number}",
                four_c=good_record().actions[number * 4 // count].four_c,
                title=TITLES[number % len(TITLES)],
                starts_on=first,
                ends_on=first + timedelta(days=length),
                milestones=tuple(
                    MilestoneRecord(
                        f"m{number}-{step}",
                        f"Step {step}",
                        first + timedelta(days=length * step // milestones),
                    )
                    for step in range(1, milestones + 1)
                ),
            )
        )
    return good_record(actions=tuple(actions), **changes)


def drawn(record, **options):
    return timeline(record, today=TODAY, **options).pictures[0].drawn


def texts(drawing) -> list[str]:
    return [words.text for words in drawing.words]


def collisions(drawing) -> list[tuple[str, str]]:
    found = []
    for one, other in combinations(drawing.words, 2):
        left, top, right, bottom = one.box
        x1, y1, x2, y2 = other.box
        if left < x2 and x1 < right and top < y2 and y1 < bottom:
            found.append((one.text, other.text))
    return found


class TestPicture:
    @pytest.mark.parametrize(("count", "milestones"), [(1, 1), (4, 2), (12, 30), (60, 10)])
    def test_no_words_collide_or_leave_the_picture(self, count, milestones):
        drawing = drawn(plan(count, milestones))
        assert collisions(drawing) == []
        for words in drawing.words:
            left, top, right, bottom = words.box
            assert left >= 0
            assert right <= WIDTH
            assert top >= 0
            assert bottom <= drawing.height

    def test_thirty_milestones_within_a_month_do_not_collide(self):
        steps = tuple(
            MilestoneRecord(f"m{n}", f"Step {n}", date(2027, 3, 1) + timedelta(days=n))
            for n in range(30)
        )
        drawing = drawn(with_action(good_record(), milestones=steps))
        assert collisions(drawing) == []

    def test_bars_and_diamonds_stand_at_their_days(self):
        record = with_action(
            good_record(actions=good_record().actions[:1]),
            starts_on=date(2027, 1, 1),
            ends_on=date(2027, 12, 31),
            milestones=(MilestoneRecord("m", "Half", date(2027, 7, 2)),),
        )
        drawing = drawn(record)
        bar = next(s for s in drawing.shapes if s.kind == "bar" and s.path.startswith(f"M{LEFT:g}"))
        width = float(bar.path.split("h")[1].split("v")[0])
        assert width == pytest.approx(RIGHT - LEFT, abs=3)
        diamond = next(s for s in drawing.shapes if s.kind == "milestone")
        x = float(diamond.path[1:].split()[0])
        assert x == pytest.approx((LEFT + RIGHT) / 2, abs=3)

    def test_four_cs_are_told_apart_without_colour(self):
        """Each has its name and a pattern of its own."""
        drawing = drawn(good_record())
        for name in ("Co-commissioning", "Co-design", "Co-delivery", "Co-assessment"):
            assert texts(drawing).count(name) == 1
        swatches = {
            (s.fill == "#ffffff", s.kind) for s in drawing.shapes if s.kind in ("bar", "pattern")
        }
        assert swatches == {(False, "bar"), (True, "bar"), (False, "pattern")}
        slashes, lines = (
            {s.stroke for s in drawing.shapes if s.kind == "pattern" and s.width == width}
            for width in (2, 4)
        )
        assert len(slashes) == len(lines) == 1
        assert slashes != lines

    def test_words_can_be_read(self):
        drawing = drawn(plan(12, 6))
        for words in drawing.words:
            assert contrast(words.colour, words.ground) >= 4.5
        for shape in drawing.shapes:
            if shape.kind in ("bar", "pattern", "milestone", "today"):
                colour = shape.stroke if shape.fill in ("none", "#ffffff") else shape.fill
                assert contrast(colour, "#ffffff") >= 3

    def test_long_title_is_shortened(self):
        drawing = drawn(with_action(good_record(), title=LONG))
        shown = [text for text in texts(drawing) if text in LONG or text.endswith("…")]
        assert shown[0] == "A parents’ budget panel that"
        assert any(text.endswith("…") for text in shown)

    def test_one_date_is_a_mark_and_swapped_dates_a_bar(self):
        one = drawn(with_action(good_record(), ends_on=None, milestones=()))
        assert sum(s.kind == "end" for s in one.shapes) == 1
        swapped = with_action(good_record(), starts_on=date(2027, 9, 1), ends_on=date(2027, 2, 1))
        bars = [s for s in drawn(swapped).shapes if s.kind == "bar"]
        assert all("h-" not in bar.path.split("v")[0] for bar in bars)

    def test_milestones_of_one_day_are_one_diamond(self):
        day = date(2027, 3, 1)
        steps = tuple(MilestoneRecord(f"m{n}", "x", day) for n in range(3))
        assert "1–3" in texts(drawn(with_action(good_record(), milestones=steps)))

    def test_states_are_words(self):
        record = good_record()
        first, second = record.actions[0].milestones
        drawing = drawn(record, states={first.id: "Done", second.id: "Late"})
        assert {"1 done", "2 late"} <= set(texts(drawing))
        assert collisions(drawing) == []

    @pytest.mark.parametrize(
        ("first", "last"),
        [
            (date(2027, 1, 1), date(2027, 1, 1)),
            (date(1000, 1, 1), date(9999, 12, 31)),
            (date(2027, 1, 1), date(2206, 1, 1)),
            (date(2026, 12, 31), date(2031, 1, 1)),
            (date(9999, 12, 31), date(9999, 12, 31)),
        ],
    )
    def test_any_years_have_labels_that_stay_apart(self, first, last):
        record = with_action(good_record(), starts_on=first, ends_on=last, milestones=())
        drawing = drawn(replace(record, actions=record.actions[:1]))
        assert collisions(drawing) == []

    def test_today_has_its_line_only_inside(self):
        record = good_record()
        inside = timeline(record, today=date(2027, 3, 3)).pictures[0]
        assert "Today, 3 March 2027" in texts(inside.drawn)
        assert sum(s.kind == "today" for s in inside.drawn.shapes) == 1
        before = timeline(record, today=TODAY).pictures[0]
        assert not any(s.kind == "today" for s in before.drawn.shapes)
        assert "23 November 2026, is before the first date" in before.description
        after = timeline(record, today=date(2030, 1, 1)).pictures[0]
        assert "after the last date" in after.description
        assert "oday" not in timeline(record).pictures[0].description

    def test_action_without_dates_is_listed_apart(self):
        record = with_action(good_record(), starts_on=None, ends_on=None, milestones=())
        found = timeline(record, today=TODAY)
        assert [line.number for line in found.undated] == ["1.1"]
        assert len(found.lines) == 4
        assert "1.1" not in texts(found.pictures[0].drawn)

    def test_action_under_none_of_the_four_cs_comes_last(self):
        found = timeline(with_action(good_record(), four_c=""), today=TODAY)
        assert found.lines[-1].four_c == "Not under one of the 4Cs yet"
        assert found.lines[-1].number == "5.1"

    def test_empty_plan_has_no_picture(self):
        assert timeline(good_record(actions=())).pictures == ()

    def test_paper_gets_several_pictures(self):
        record = plan(60, 10)
        parts = timeline(record, max_height=540).pictures
        assert len(parts) > 5
        assert all(part.drawn.height <= 540 for part in parts)
        assert parts[0].title == f"Timeline of the plan, part 1 of {len(parts)}"
        numbers = [t for part in parts for t in texts(part.drawn) if t[:2] in ("1.", "2.")]
        assert len(numbers) == 30
        assert any("(continued)" in text for part in parts for text in texts(part.drawn))

    def test_same_plan_gives_the_same_picture(self):
        assert timeline(plan(12, 6), today=TODAY) == timeline(plan(12, 6), today=TODAY)

    def test_drawing_is_well_formed_whatever_was_typed(self):
        record = with_action(good_record(), title="<img src=x onerror=1> & ]]>")
        picture = timeline(record, today=TODAY).pictures[0]
        svg = render_to_string(
            "portfolios/_timeline_picture.html", {"picture": picture, "name": "t"}
        )
        root = ElementTree.fromstring(svg.strip())  # noqa: S314  (our own template)
        assert root.get("aria-labelledby") == "t-title t-words"
        assert "<img" not in svg
        assert "style=" not in svg


class TestLettering:
    def test_lines_fit(self):
        for words in (*TITLES, "a " * 80, "ẾỄ" * 60):
            for line in wrapped(words, width=206, size=14, most=3):
                assert width_of(line, size=14) <= 206

    def test_accent_stays_with_its_letter(self):
        lines = wrapped("e\u0301" * 60, width=100, size=14, most=3)
        assert all(line[0] == "e" for line in lines)

    def test_nothing_gives_no_line(self):
        assert wrapped("", width=100, size=14, most=3) == ()


@pytest.mark.django_db
class TestPage:
    def test_shows_picture_and_table(self, whole, lead, sign_in, time_machine, now):
        time_machine.move_to(now)
        response = sign_in(lead).get(page("plan-timeline", whole))
        assert response.status_code == 200
        assert 'role="img" aria-labelledby="timeline-title timeline-words"' in response.text
        assert response.text.count("<svg") > 1
        table = response.text.partition("<tbody")[2]
        for line in response.context["timeline"].lines:
            assert f"{line.number} {line.title}" in table
        for words in (
            "11 January 2027",
            "16 July 2027",
            "Pupils have tried three layouts: 12 March",
        ):
            assert words in table

    @pytest.mark.parametrize("who", ["colleague", "officer"])
    def test_members_and_officers_see_it(self, request, whole, who, sign_in):
        person = request.getfixturevalue(who)
        assert sign_in(person).get(page("plan-timeline", whole)).status_code == 200

    def test_stranger_finds_nothing(self, whole, stranger, sign_in):
        """T-24"""
        response = sign_in(stranger).get(page("plan-timeline", whole))
        assert response.status_code == 404
        assert "inclusion budget" not in response.text

    def test_bronze_has_no_timeline(self, application, lead, sign_in):
        assert sign_in(lead).get(page("plan-timeline", application)).status_code == 404

    def test_empty_plan_says_so(self, draft, lead, sign_in):
        assert "no action in the plan yet" in sign_in(lead).get(page("plan-timeline", draft)).text

    def test_plan_without_dates_says_so(self, draft, action, lead, sign_in):
        text = sign_in(lead).get(page("plan-timeline", draft)).text
        assert "No action has a date yet" in text
        assert "No date yet" in text

    def test_approved_plan_says_how_milestones_go(self, whole, lead, sign_in):
        type(whole).objects.filter(pk=whole.pk).update(status="approved")
        milestone = whole.actions.first().milestones.first()
        MilestoneReport.objects.create(
            milestone=milestone,
            state="late",
            why="The room was flooded.",
            reported_by=lead,
            reported_at=timezone.now(),
            key="5f0f1a6e-5b1c-4a3e-9d0b-0a8f3e1c2b4d",
        )
        text = sign_in(lead).get(page("plan-timeline", whole)).text
        assert "1 late" in text
        assert "26 February 2027 (late)" in text
        assert "(planned)" in text

    @pytest.mark.parametrize("count", [2, 60])
    def test_queries_stay_the_same(
        self, bronze, count, lead, sign_in, now, django_assert_num_queries
    ):
        record = big_record(actions=count, milestones=10)
        application = planted(bronze, lead=lead, at=now, record=record)
        client = sign_in(lead)
        client.get(page("plan-timeline", application))
        with django_assert_num_queries(15):
            client.get(page("plan-timeline", application))
