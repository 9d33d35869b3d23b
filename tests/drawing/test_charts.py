"""Charts: a finding as title, marks that are the rows' values, a word where there is nothing to draw."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from matplotlib.patches import Rectangle

import strategy_studio as studio
from strategy_studio.api import OpenPlan
from strategy_studio.drawing.charts import charted, draw_chart, marks_of
from strategy_studio.drawing.palette import THEMES, ThemeName, colours
from strategy_studio.processes import PROCESSES

pytest_plugins = ("tests.plans",)

CHARTS = {sheet.name: sheet.chart for process in PROCESSES for sheet in process.worksheets if sheet.chart}


def written(figure: object) -> list[str]:
    """Every text of a figure's axes."""
    axes = figure.axes[0]  # type: ignore[attr-defined]
    return [found.get_text() for found in (*axes.texts, *axes.get_yticklabels())]


def bars(figure: object) -> list[float]:
    """The widths of the bars from bottom to top."""
    patches = figure.axes[0].patches  # type: ignore[attr-defined]
    return [patch.get_width() for patch in patches if isinstance(patch, Rectangle)]


def test_every_declared_chart_is_listed(plan: OpenPlan) -> None:
    assert charted(plan.plan) == list(CHARTS)


@pytest.mark.parametrize("worksheet", list(CHARTS))
@pytest.mark.parametrize("theme", THEMES)
def test_every_chart_can_be_drawn(plan: OpenPlan, worksheet: str, theme: ThemeName) -> None:
    figure = draw_chart(plan.plan, worksheet, theme, (480, 320))
    made = io.BytesIO()
    figure.savefig(made, format="png")
    assert made.getvalue().startswith(b"\x89PNG")
    assert figure.get_suptitle() and "{" not in figure.get_suptitle()


def test_bars_are_the_values_sorted_with_their_names(plan: OpenPlan) -> None:
    figure = draw_chart(plan.plan, "Cost to serve")
    chart = CHARTS["Cost_to_serve"]
    assert chart is not None and chart.value == "Cost per customer"
    assert bars(figure) == pytest.approx([10.3, 43.6])
    assert [text.get_text() for text in figure.axes[0].get_yticklabels()] == ["Homes", "Shops"]
    assert "10.30" in written(figure) and "43.60" in written(figure)


def test_the_title_is_a_finding_that_follows_the_values(plan: OpenPlan) -> None:
    chart = CHARTS["Cost_to_serve"]
    assert chart is not None and "{top}" in chart.finding
    assert draw_chart(plan.plan, "Cost to serve").get_suptitle() == chart.finding.format(top="Shops", low="Homes")
    contacts = plan.worksheet("Segment contacts")
    contacts.set(contacts.row("Homes / Solve fault"), "Contacts", 5000)
    assert draw_chart(plan.plan, "Cost to serve").get_suptitle() == chart.finding.format(top="Homes", low="Shops")


def test_the_measure_and_its_unit_stand_beneath(plan: OpenPlan) -> None:
    plan.set("Plan_currency", "CHF")
    assert draw_chart(plan.plan, "Segment CLV").axes[0].get_title(loc="left").startswith("CLV")
    assert "CHF" in draw_chart(plan.plan, "Segment CLV").axes[0].get_title(loc="left")


def test_a_row_without_a_value_stays_and_says_so(plan: OpenPlan) -> None:
    plan.worksheet("Segments").insert({"Segment": "Clubs"})
    figure = draw_chart(plan.plan, "Segment CLV")
    assert any("waits for" in text for text in written(figure)) and "Clubs" in written(figure)
    assert len(bars(figure)) == 2


def test_an_error_is_no_value(plan: OpenPlan) -> None:
    clv = plan.worksheet("Segment CLV")
    clv.set(clv.row("Homes"), "Retention rate", "210 %")
    found = marks_of(plan.plan.sheet("Segment CLV"), CHARTS["Segment_CLV"])  # type: ignore[arg-type]
    values = dict(zip(clv.column("Segment"), clv.column("CLV"), strict=True))
    for mark in found:
        value = values[mark.label]
        assert mark.value == (value if isinstance(value, float) else None)


def test_bubbles_stand_at_the_values(plan: OpenPlan) -> None:
    chart = CHARTS["Segment_portfolio"]
    assert chart is not None and chart.kind == "bubbles"
    portfolio = plan.worksheet("Segment portfolio")
    expected = zip(portfolio.column(chart.across), portfolio.column(chart.value), strict=True)
    axes = draw_chart(plan.plan, "Segment portfolio").axes[0]
    assert [tuple(dots.get_offsets()[0]) for dots in axes.collections] == [pytest.approx(pair) for pair in expected]
    assert {"Homes", "Shops"} <= {text.get_text() for text in axes.texts}
    cuts = {plan.value(name) for name in chart.cuts}
    assert cuts == {line.get_xdata()[0] for line in axes.lines if line.get_xdata()[0] == line.get_xdata()[-1]}


def test_without_data_a_chart_says_so_and_asks_its_question(tmp_path: Path) -> None:
    questions = {sheet.name: sheet.question for process in PROCESSES for sheet in process.worksheets}
    with studio.create(tmp_path / "empty.strategy") as empty:
        for worksheet, chart in CHARTS.items():
            figure = draw_chart(empty.plan, worksheet)
            assert chart is not None
            assert any(chart.value in text and "no values" in text for text in written(figure))
            assert figure.get_suptitle() == questions[worksheet]
            assert bars(figure) == []


def test_a_worksheet_without_a_chart_is_refused(plan: OpenPlan) -> None:
    with pytest.raises(studio.PlanError, match="Five forces has no chart"):
        draw_chart(plan.plan, "Five forces")


@pytest.mark.parametrize("name", ["$5 to $10", "{top}", r"\frac", "a_b^c", "x" * 60])
def test_any_name_of_a_row_can_be_drawn(plan: OpenPlan, name: str) -> None:
    segments = plan.worksheet("Segments")
    segments.set(segments.row("Shops"), "Segment", name)
    for worksheet in ("Segment CLV", "Segment portfolio"):
        figure = draw_chart(plan.plan, worksheet)
        figure.savefig(io.BytesIO(), format="png")
        assert name in written(figure)


@pytest.mark.parametrize("theme", THEMES)
def test_charts_take_the_colours_of_the_theme(plan: OpenPlan, theme: ThemeName) -> None:
    from matplotlib.colors import to_hex

    figure = draw_chart(plan.plan, "Cost to serve", theme)
    assert to_hex(figure.get_facecolor()).upper() == colours(theme)["surface"]
    assert {to_hex(p.get_facecolor()).upper() for p in figure.axes[0].patches if isinstance(p, Rectangle)} == {
        colours(theme)["actual"]
    }
