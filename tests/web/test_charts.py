from __future__ import annotations

from datetime import date, timedelta

from dragoman.web.charts import calendar, middle, over_time, share, span_unit, stacked


def rows(*given):
    return [{"start": start, "quad": quad, "events": n} for start, quad, n in given]


def test_bars_are_as_high_as_they_have_events_and_stack_from_cooperation_to_conflict():
    chart = stacked(
        rows((date(2024, 1, 1), "Q4", 2), (date(2024, 1, 1), "Q2", 6), (date(2024, 3, 1), "Q1", 4)), "month", 80
    )
    assert chart.top == 8
    assert [(b.label, b.events) for b in chart.bars] == [("January 2024", 8), ("March 2024", 4)]
    low, high = chart.bars[0].parts
    assert (low.quad, low.height, high.quad, high.y) == ("Q2", 60.0, "Q4", 0.0)
    assert chart.bars[1].x > 2 * chart.bars[0].width, "February is left free"
    assert chart.bars[0].end == date(2024, 1, 31)


def test_a_chart_is_drawn_from_its_newest_end_when_it_is_too_long():
    chart = stacked(rows((date(1900, 1, 1), "Q1", 1), (date(2024, 1, 1), "Q1", 1)), "month")
    assert [b.start for b in chart.bars] == [date(2024, 1, 1)]


def test_nothing_to_draw_is_no_chart():
    assert stacked([], "day") is None


def test_the_unit_suits_the_span():
    first = date(2024, 1, 1)
    assert [span_unit(first, first + timedelta(days=n)) for n in (1, 300, 2000, 9000)] == [
        "day",
        "week",
        "month",
        "year",
    ]


def test_a_year_has_all_its_days_where_they_belong():
    (year,) = calendar([(date(2024, 2, 29), "Q3", 5), (date(2024, 2, 29), "Q1", 2)])
    assert len(year.cells) == 366
    leap = year.cells[59]
    assert (leap.day, leap.events, leap.quad, leap.y) == (date(2024, 2, 29), 7, "Q3", 3)
    assert year.cells[0].level == 0 < leap.level


def test_strays_do_not_squeeze_a_chart_but_are_counted():
    days = [(date(1950, 1, 1), "Q1", 1), (None, "Q1", 3), *((date(2024, 5, d), "Q4", 30) for d in range(1, 21))]
    assert middle(days) == (date(2024, 5, 1), date(2024, 5, 20))
    chart = over_time(days)
    assert (chart.unit, len(chart.bars), chart.outside) == ("day", 20, 1)
    assert sum(b.events for b in chart.bars) == 600


def test_days_fall_into_the_weeks_months_and_years_that_begin_before_them():
    days = [(date(2023, 1, 3), "Q1", 1), (date(2023, 12, 31), "Q2", 2)]
    assert [b.start for b in over_time(days).bars] == [date(2023, 1, 2), date(2023, 12, 25)]
    assert next(b.start for b in over_time([*days, (date(2020, 2, 9), None, 1)]).bars) == date(2020, 2, 1)
    assert over_time([(date(1999, 7, 7), "Q1", 1), *days]).bars[-1].start == date(2023, 1, 1)
    assert over_time([(None, "Q1", 1)]) is None


def test_shares_fill_the_bar():
    parts = share({"q1": 1, "q2": 1, "q3": 0, "q4": 2})
    assert [p[0] for p in parts] == ["Q2", "Q1", "Q4"]
    assert sum(p[2] for p in parts) == 100
