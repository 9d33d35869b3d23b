"""The commands that ask a plan: what they print agrees with the plan, and wrong words are one sentence."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copyfile

import pytest

import strategy_studio as studio
from strategy_studio.cli import COMMANDS, main, with_values_last
from strategy_studio.cli.parser import parser
from strategy_studio.drawing.palette import colours

pytest_plugins = ("tests.plans",)
EQUITY = "Customer_equity_total"
RETENTION = "Segment_CLV[Retention rate]:Digital families"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_file: Path) -> str:
    return str(copyfile(sample_file, tmp_path_factory.mktemp("asked") / "fenmoor.strategy"))


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0, capsys.readouterr().err
    out, err = capsys.readouterr()
    assert err == ""
    return re.sub("[\xa0\u202f]", " ", out)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and err.rstrip()[-1] in ".?"
    return err


def test_every_command_is_known_before_the_parser_is_loaded() -> None:
    choices = next(action.choices for action in parser()._actions if action.choices)  # noqa: SLF001
    assert list(choices or ()) == list(COMMANDS)


def test_a_chart_says_what_is_compared_and_judges_by_the_kind_of_the_measure(
    sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chart = tmp_path / "why.svg"
    said(capsys, "why", sample, EQUITY, "--chart", str(chart))
    drawn = chart.read_text(encoding="utf-8")
    assert all(f"<!-- {end} -->" in drawn for end in ("Plan", "Actual")) and "<!-- Before -->" not in drawn
    cost = "KPIs[Actual]:Cost to serve per customer"
    assert "+" in said(capsys, "why", sample, cost, "--since", "2026 H2", "--chart", str(chart)).splitlines()[0]
    drawn = chart.read_text(encoding="utf-8").upper()
    assert all(f"<!-- {end.upper()} -->" in drawn for end in ("2026 H2", "Now"))
    assert colours("light")["off"] in drawn and colours("light")["on"] not in drawn  # it cost more


def test_numbers_of_the_last_scenario_end_where_those_of_every_row_do(
    sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, *lines = said(capsys, "compare", sample, "--figure", EQUITY, "--figure", "Average_retention").splitlines()
    assert len(lines) == 2 and len({len(line) for line in lines}) == 1


def test_mean_and_spread_of_counts_have_decimals(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("simulate", sample, "KPIs_on_target", "--input", "Discount_rate=5 %,15 %", "--draws", "64")
    row = said(capsys, *asked).splitlines()[1].removeprefix("KPIs on target").split()
    with studio.open(sample) as plan:
        outcome = plan.simulate({"Discount_rate": (0.05, 0.15)}, ["KPIs_on_target"], draws=64).outcomes[0]
    assert row[:3] == [f"{outcome.base:.0f}", f"{outcome.mean:.2f}", f"{outcome.sd:.2f}"] and 0 < outcome.sd < 1


def test_set_keeps_values_with_a_minus_sign_behind_its_option() -> None:
    words = ["set", "plan", "Name", "-5", "--scenario", "Low"]
    assert with_values_last(words) == ["set", "--scenario", "Low", "--", "plan", "Name", "-5"]


def test_why_adds_up_and_draws(sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chart = tmp_path / "why.svg"
    lines = said(capsys, "why", sample, EQUITY, "--chart", str(chart)).splitlines()
    assert "instead of" in lines[0] and chart.read_text(encoding="utf-8").startswith("<?xml")
    effects = [re.search(r"([+−])EUR ([\d,]+\.\d\d)  *−?\d+", line) for line in lines if line.startswith("Re")]
    numbers = [(1 if found[1] == "+" else -1) * float(found[2].replace(",", "")) for found in effects if found]
    with studio.open(sample) as plan:
        difference = plan.scenario("Actual").value(EQUITY) - plan.value(EQUITY)
    assert len(numbers) == 4 and sum(numbers) == pytest.approx(difference, abs=0.03)


@pytest.mark.parametrize(
    ("name", "says"),
    [("why.docx", ".png, .svg, .pdf"), ("none/why.svg", "There is no folder"), ("folder.svg", "is a folder")],
)
@pytest.mark.parametrize("words", [("why", EQUITY), ("compare",), ("sensitivity", EQUITY), ("simulate", EQUITY)])
def test_a_chart_that_cannot_be_written_is_refused_before_anything_is_computed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], name: str, says: str
) -> None:
    (tmp_path / "folder.svg").mkdir()
    command, *figure = words
    more = ["--input", "Discount_rate=0.1,0.2"] if command == "simulate" else []
    no_plan = str(tmp_path / "no plan.strategy")
    assert says in refused(capsys, command, no_plan, *figure, *more, "--chart", str(tmp_path / name))
    assert [path.name for path in tmp_path.iterdir() if path.name != "user-data"] == ["folder.svg"]


def test_why_since_a_round(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    with studio.open(sample) as plan:
        before = plan.round("2026 H2").value(EQUITY)
    assert f"instead of EUR {before:,.2f}" in said(capsys, "why", sample, EQUITY, "--since", "2026 H2")
    assert "2026 H3" in refused(capsys, "why", sample, EQUITY, "--since", "2026 H3")


def test_compare_shows_scenarios_and_rounds(sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with studio.open(sample) as plan:
        values = [f"{plan.scenario(name).value(EQUITY):,.2f}" for name in ("Actual", "Downturn")]
        closed = f"{plan.round('2026 H1').value(EQUITY):,.2f}"
    chart = tmp_path / "compare.png"
    out = said(capsys, "compare", sample, "Actual", "Downturn", "--figure", EQUITY, "--chart", str(chart))
    assert all(value in out for value in values) and chart.stat().st_size > 10_000
    assert "Loyalty first" in said(capsys, "compare", sample).splitlines()[0]
    assert closed in said(capsys, "compare", sample, "--rounds", "--figure", EQUITY)
    assert "Downtrun" in refused(capsys, "compare", sample, "Downtrun")


def test_sensitivity_ranks_and_says_where_the_order_turns(
    sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = said(capsys, "sensitivity", sample, EQUITY, "--percent", "5", "--chart", str(tmp_path / "tornado.pdf"))
    assert out.splitlines()[1].startswith("Retention rate of Affluent professionals")
    assert (tmp_path / "tornado.pdf").read_bytes().startswith(b"%PDF")
    turned = said(capsys, "sensitivity", sample, EQUITY, "--input", RETENTION, "--against", "130000000")
    share = float(re.search(r"([\d.]+)\s?% *instead|below ([\d.]+)", turned.splitlines()[-1]).group(2)) / 100  # type: ignore[union-attr]
    with studio.open(sample) as plan:
        scenario = plan.scenario("Turned").worksheet("Segment CLV")
        for step, above in ((0.002, True), (-0.002, False)):
            scenario.set(scenario.row("Digital families"), "Retention rate", share + step)
            assert (plan.scenario("Turned").value(EQUITY) > 130e6) is above
        plan.scenario("Turned").discard()


def test_simulate_repeats_by_seed(sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs = ("--input", f"{RETENTION}=0.8,0.88,0.92", "--input", "Discount_rate=normal:0.1,0.01")
    words = ("simulate", sample, EQUITY, *inputs, "--correlate", f"{RETENTION}~Discount_rate=-0.5", "--draws", "500")
    first = said(capsys, *words, "--seed", "7")
    assert "500 draws, Sobol sequence, seed 7." in first and said(capsys, *words, "--seed", "7") == first
    assert said(capsys, *words, "--seed", "8", "--pseudo", "--chart", str(tmp_path / "spread.png")) != first


def test_seek_finds_and_writes_when_told(tmp_path: Path, sample_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(copyfile(sample_file, tmp_path / "fenmoor.strategy"))
    assert "Retention rate of Digital families" in said(capsys, "seek", path, EQUITY, "150000000", RETENTION, "--apply")
    with studio.open(path) as plan:
        assert plan.value(EQUITY) == pytest.approx(150e6, rel=1e-9)
        assert plan.undo() == "Goal seek Retention rate of Digital families"
    assert "No value" in said(capsys, "seek", path, EQUITY, "900000000", RETENTION)
    assert refused(capsys, "seek", path, EQUITY, "900000000", RETENTION, "--apply")


@pytest.mark.parametrize(
    "words",
    [
        ("why", "Customer_equty"),
        ("sensitivity", EQUITY, "--input", "Segment_CLV[CLV]:Small firms"),
        ("sensitivity", EQUITY, "--percent", "many"),
        ("simulate", EQUITY, "--input", "Discount_rate=wide"),
        ("simulate", EQUITY, "--input", "Discount_rate=normal:1,2,3"),
        ("simulate", EQUITY, "--input", "Discount_rate=0.2,0.1"),
        ("simulate", EQUITY, "--input", "Discount_rate=0.1,"),
        ("why", EQUITY, "--scenario", ""),
        ("show", "--scenario", " "),
        ("sensitivity", EQUITY, "--days", "few"),
        ("simulate", EQUITY, "--input", "Discount_rate=0.1,0.2", "--correlate", "half"),
        ("seek", EQUITY, "1", EQUITY),
        ("compare", "--figure", "Nothing_here"),
        ("why", EQUITY, "--chart", "why.docx"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(
    sample: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert main((words[0], sample, *words[1:])) == 2
    _, err = capsys.readouterr()
    assert err.count("\n") == 1 and err.rstrip()[-1] in ".?"


def test_an_input_is_given_once_and_as_a_range(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    twice = ("--input", "Discount_rate=0.1,0.2", "--input", "Discount_rate=0.2,0.3")
    assert refused(capsys, "simulate", sample, EQUITY, *twice) == "Discount_rate is given twice. Give it once.\n"
    spelled = (*twice[:3], "discount_rate=0.2,0.3")
    assert "two distributions" in refused(capsys, "simulate", sample, EQUITY, *spelled)
    pair = ("--correlate", f"{RETENTION}~Discount_rate=0.5", "--correlate", f"{RETENTION}~Discount_rate=0.6")
    inputs = (*twice[:2], "--input", f"{RETENTION}=0.8,0.9")
    assert "is given twice" in refused(capsys, "simulate", sample, EQUITY, *inputs, *pair)
    assert "Write INPUT=LOW,HIGH" in refused(capsys, "simulate", sample, EQUITY, "--input", "Discount_rate")


def test_what_is_cut_to_a_range_is_said(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    impact = "Assumptions[Impact if wrong]:One team can answer all channels=normal:5,1"
    lines = said(capsys, "simulate", sample, "Assumption_risk", "--input", impact, "--draws", "64").splitlines()
    assert lines[-1].startswith("Impact if wrong of One team can answer all channels is drawn from 1 to 5 only. 50.0 %")


def test_sensitivity_refuses_before_it_prints_and_moves_dates(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Nope" in refused(capsys, "sensitivity", sample, EQUITY, "--against", "Nope")
    last = said(capsys, "sensitivity", sample, EQUITY, "--against", "140000000").splitlines()[-1]
    assert re.fullmatch(r"\d+ more inputs turn it at no value tried\.", last)
    words = ("sensitivity", sample, "Decisions_late", "--input", "Review_date")
    assert said(capsys, *words).splitlines()[1].split()[2:4] == ["2027-05-31", "2027-07-30"]
    assert said(capsys, *words, "--days", "90").splitlines()[1].split()[2:4] == ["2027-04-01", "2027-09-28"]
    assert "a day or more" in refused(capsys, *words, "--days", "0")


def test_a_fresh_sample_has_nothing_to_take_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "fresh.strategy")
    studio.sample(path, "teaching").close()
    before = said(capsys, "show", path)
    assert said(capsys, "undo", path) == "There is nothing to take back.\n"
    assert said(capsys, "show", path) == before
    assert "Sample 2027" in said(capsys, "history", path)
    said(capsys, "set", path, "Discount_rate", "5 %")
    assert said(capsys, "undo", path) == "Taken back: Edit Discount_rate.\n"
    assert said(capsys, "undo", path) == "There is nothing to take back.\n"


def test_presets_and_undo(tmp_path: Path, sample_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(copyfile(sample_file, tmp_path / "fenmoor.strategy"))
    assert "Spider Impact (0-10):" in said(capsys, "preset", path)
    said(capsys, "preset", path, "Spider Impact (0-10)")
    assert said(capsys, "undo", path).startswith("Taken back:")
    assert "spider" in refused(capsys, "preset", path, "spider").casefold()


def test_options_stand_anywhere(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    figure = ("--figure", EQUITY)
    first = said(capsys, "compare", sample, "Downturn", "Loyalty first", *figure)
    assert said(capsys, "compare", sample, *figure, "Downturn", "Loyalty first") == first
    assert said(capsys, "compare", *figure, sample, "Downturn", "Loyalty first") == first
    rounds = said(capsys, "compare", sample, "--rounds", "2026 H1", "2026 H2", *figure)
    assert rounds.split("\n")[0].split("  ")[-1].strip() == "Open round"
    segments = said(capsys, "show", sample, "Segments", "--scenario", "Downturn")
    assert said(capsys, "show", sample, "--scenario", "Downturn", "Segments") == segments


def test_numbers_are_read_as_people_type_them(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    plain = said(capsys, "simulate", sample, EQUITY, "--input", "Discount_rate=0.08,0.12", "--draws", "64")
    assert said(capsys, "simulate", sample, EQUITY, "--input", "Discount_rate=8 %,12%", "--draws", "64") == plain
    plain = said(capsys, "seek", sample, EQUITY, "150000000", "Discount_rate", "--low", "0.05")
    assert said(capsys, "seek", sample, EQUITY, "150m", "Discount_rate", "--low", "5 %") == plain
    assert refused(capsys, "seek", sample, EQUITY, "much", "Discount_rate").startswith("much is no number.")


def test_a_worksheet_without_a_cell_is_refused_with_what_set_takes(
    sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, "set", sample, "Segments", "5").startswith("Write PLAN NAME VALUE, or PLAN WORKSHEET ROW")


def test_history_marks_what_is_undone_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "acme.strategy")
    said(capsys, "new", path)
    for rate in ("11 %", "12 %", "13 %"):
        said(capsys, "set", path, "Discount_rate", rate)
    said(capsys, "undo", path)
    head, *lines = [line.split("\t") for line in said(capsys, "history", path, "--newest", "3").splitlines()]
    assert head == ["When (UTC)", "Who", "What", "Undone"]
    assert [(what, undone) for _, _, what, undone in lines] == [
        ("Edit Discount_rate", "undone"), ("Edit Discount_rate", ""), ("Edit Discount_rate", ""),
    ]  # fmt: skip
    with studio.open(path) as plan:
        assert [entry.undone for entry in plan.history(3)] == [True, False, False]
        plan.undo()
        assert [entry.undone for entry in plan.history(3)] == [True, True, False]
        plan.redo()
        assert [entry.undone for entry in plan.history(3)] == [True, False, False]
    assert "1 or more" in refused(capsys, "history", path, "--newest", "0")
