"""The command line: every command, its exit status and the one sentence it refuses with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.cli import main


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A small plan file, closed."""
    path = tmp_path / "acme.strategy"
    with studio.create(path) as plan:
        plan.worksheet("Segments").insert_many(
            [{"Segment": "Homes", "Customers": 1000, "Revenue": 200_000}, {"Segment": "7", "Customers": 250}]
        )
    return str(path)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command prints; it must end well and complain of nothing."""
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The sentence a command refuses with, on one line of standard error."""
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and err.rstrip()[-1] in ".?"
    return err


def test_new_makes_an_empty_plan_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "new.strategy")
    assert "ready" in said(capsys, "new", path)
    with studio.open(path) as plan:
        assert plan.worksheet("Segments").rows() == []
    assert "new.strategy" in refused(capsys, "new", path)
    assert refused(capsys, "new", str(tmp_path / "none" / "new.strategy")).startswith("There is no folder")
    assert "PLAN" in refused(capsys, "new")


def test_show_prints_a_plan_a_worksheet_and_a_name(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    whole = said(capsys, "show", path)
    assert "Segments: 2 rows" in whole and "Total_customers = 1250" in whole and "Strategy development" in whole
    lines = [line.split("\t") for line in said(capsys, "show", path, "segments").splitlines()]
    assert lines[0][:2] == ["Row id", "Segment"] and len(lines) == 3
    homes = dict(zip(lines[0], lines[1], strict=True))
    assert (homes["Customers"], homes["Customer share"], homes["Growth"]) == ("1000", "0.8", "")
    assert said(capsys, "show", path, "total_revenue") == "200000\n"
    assert said(capsys, "show", path, "Period_start") == "2027-01-01\n"
    assert "the nearest is Total_revenue" in refused(capsys, "show", path, "Total_revenu")
    assert "no worksheet, Parameter or Figure" in refused(capsys, "show", path, "Segmants")


def test_set_takes_a_parameter_or_a_cell_by_key_or_id(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "set", path, "Discount_rate", "12 %") == ""
    said(capsys, "set", path, "Employee_change", "-5")
    said(capsys, "set", path, "Segments", "homes", "Customers", "2k")
    said(capsys, "set", path, "Segments", "homes", "Growth", "-5%")
    with studio.open(path) as plan:
        seven, homes = plan.worksheet("Segments").row("7"), plan.worksheet("Segments").row("Homes")
    said(capsys, "set", path, "Segments", "7", "Customers", "70")
    said(capsys, "set", path, "Segments", str(homes), "Revenue", "5")
    with studio.open(path) as plan:
        segments = plan.worksheet("Segments")
        assert (plan.value("Discount_rate"), plan.value("Employee_change")) == (0.12, -5.0)
        assert [segments.value(homes, column) for column in ("Customers", "Growth", "Revenue")] == [2000.0, -0.05, 5.0]
        assert segments.value(seven, "Customers") == 70.0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("Discount_rate", "much"), "percentage"),
        (("Total_revenue", "5"), "computed"),
        (("Segments", "Castles", "Customers", "5"), "no row Castles"),
        (("Segments", "99999", "Customers", "5"), "no row 99999"),
        (("Segments", "Homes", "Customer share", "5"), "computed"),
        (("Segments", "Homes", "Level", "Huge"), "Mass"),
        (("Segments", "Homes", "Customers"), "PLAN NAME VALUE"),
        (("Discount_rate",), "PLAN NAME VALUE"),
        (("Discount_rate", "5 %", "--scenario", ""), "--scenario needs the name"),
        (("Discount_rate", "5 %", "--scenario="), "--scenario needs the name"),
    ],
)
def test_set_refuses_in_a_sentence(
    path: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    before = said(capsys, "show", path, "Segments"), said(capsys, "show", path, "Discount_rate")
    assert says in refused(capsys, "set", path, *words)
    assert (said(capsys, "show", path, "Segments"), said(capsys, "show", path, "Discount_rate")) == before


def test_export_writes_by_suffix(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("map.svg", "map.png", "plan.csv", "plan.xlsx"):
        assert said(capsys, "export", path, str(tmp_path / name)).strip() == str(tmp_path / name)
        assert (tmp_path / name).exists()
    assert ".xlsx" in refused(capsys, "export", path, str(tmp_path / "plan.docx"))


def test_import_shows_first_and_takes_when_told(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "plan.csv")
    said(capsys, "export", path, folder)
    assert "Nothing differs" in said(capsys, "import", path, folder)
    said(capsys, "set", path, "Segments", "Homes", "Customers", "1")
    assert "Customers of Homes: 1 becomes 1000." in said(capsys, "import", path, folder)
    with studio.open(path) as plan:
        assert plan.worksheet("Segments").column("Customers") == [1.0, 250.0]
    said(capsys, "import", path, folder, "--apply")
    with studio.open(path) as plan:
        assert plan.worksheet("Segments").column("Customers") == [1000.0, 250.0]
        assert plan.undo() == "Import plan.csv"
    assert "no folder" in refused(capsys, "import", path, str(tmp_path / "nothing"))


def test_check_lists_errors_and_missing_inputs(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    with studio.open(path) as plan:
        plan.add_figure("Own_share", "Total_revenue/(Total_customers-1250)")
        errors, missing = plan.errors(), plan.missing()
    out = said(capsys, "check", path)
    assert "Own_share is #DIV/0!" in out and "Segments: Level of Homes is missing." in out
    assert len(errors) == 1 and len(missing) > 1
    assert out.splitlines()[-1] == f"1 error, {len(missing)} inputs missing."
    assert len(out.splitlines()) == len(errors) + len(missing) + 1


def test_explain_says_how_a_number_is_made(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "explain", path, "total_customers")
    assert out.startswith("Total_customers = ") and "= SUM([Customers])" in out
    assert "reads Segments[Customers] (2 rows)" in out and "feeds Figure_catalogue[Value]" in out
    assert "Typed by hand." in said(capsys, "explain", path, "Discount_rate")
    assert "the nearest is" in refused(capsys, "explain", path, "Total_customer")


@pytest.mark.parametrize("command", ["show", "set", "export", "import", "check", "explain"])
def test_a_plan_that_is_not_there_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    more = {"set": ["Discount_rate", "1"], "export": ["a.svg"], "import": ["a.csv"], "explain": ["Total_revenue"]}
    assert "missing.strategy" in refused(capsys, command, str(tmp_path / "missing.strategy"), *more.get(command, []))


@pytest.mark.parametrize("words", [("new",), ("show",), ("demo", "a", "b"), ("check", "a", "--fast")])
def test_wrong_words_are_one_sentence_too(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert "--help" in refused(capsys, *words)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "--help")
    assert all(word in out for word in ("demo", "new", "show", "set", "export", "import", "check", "explain"))
    assert "NAME VALUE" in said(capsys, "set", "--help")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_without_a_display_demo_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "demo" in refused(capsys)
    assert "demo" in refused(capsys, path)


@pytest.mark.parametrize("display", [True, False])
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("whyy", "PLAN"), "no command whyy; the nearest is why."),
        (("Close", "PLAN", "2027"), "no command Close; the nearest is close."),
        (("xylophone",), "neither a command nor a plan xylophone"),
        (("missing.strategy",), "no file missing.strategy"),
        (("none/acme",), "no file none/acme"),
        (("FOLDER",), "is a folder"),
        (("--fast",), "no option --fast"),
        (("PLAN", "PLAN"), "one plan, not 2"),
    ],
)
def test_a_slip_of_the_pen_starts_no_window(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, path: str, words: tuple[str, ...], says: str,
    display: bool,
) -> None:  # fmt: skip
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    if display:
        monkeypatch.setenv("DISPLAY", ":none")
    given = {"PLAN": path, "FOLDER": str(Path(path).parent)}
    assert says in refused(capsys, *(given.get(word, word) for word in words))


def read_first_line(*words: str) -> tuple[str, int, str]:
    """The first line a command prints, its exit status and its complaints when nobody reads on, as with `| head -1`."""
    command = [sys.executable, "-m", "strategy_studio", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        line = process.stdout.readline()
        process.stdout.close()
        complaints = process.stderr.read()
    return line.rstrip("\n"), process.returncode, complaints


@pytest.mark.slow
def test_demo_goes_on_when_nobody_reads_and_leaves_a_plan_that_is_there_as_it_is(tmp_path: Path) -> None:
    with studio.create(tmp_path / "Fenmoor.strategy") as plan:
        plan.worksheet("Segments").insert({"Segment": "Mine"})
    first, status, complaints = read_first_line("demo", str(tmp_path))
    assert (Path(first).name, status, complaints) == ("Fenmoor 2.strategy", 0, "")
    assert {"Fenmoor scorecard.xlsx", "Process map.svg", "Strategy map.png", "Scenarios.png"} <= {
        path.name for path in tmp_path.iterdir()
    }
    with studio.open(tmp_path / "Fenmoor.strategy") as plan:
        assert plan.worksheet("Segments").column("Segment") == ["Mine"]


def test_a_long_text_that_nobody_reads_to_its_end_is_no_failure(path: str) -> None:
    assert read_first_line("show", path) == ("Strategy development", 0, "")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("plan.docx", ".xlsx, .csv, .svg, .png, .pdf"),
        ("none/plan.xlsx", "There is no folder"),
        ("none/plan.csv", "There is no folder"),
        ("folder.xlsx", "is a folder"),
        ("file.csv", "is a file"),
        ("file.csv/plan.png", "There is no folder"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_before_the_plan_is_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, says: str
) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "file.csv").write_text("a file")
    before = set(tmp_path.rglob("*"))
    assert says in refused(capsys, "export", str(tmp_path / "no plan.strategy"), str(tmp_path / name))
    assert set(tmp_path.rglob("*")) == before


def test_demo_into_a_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("a file")
    assert "taken is a file" in refused(capsys, "demo", str(tmp_path / "taken"))


def test_a_real_process_ends_with_2_and_a_sentence(path: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "strategy_studio"]
    environment = {name: value for name, value in os.environ.items() if "DISPLAY" not in name and "QT_" not in name}
    shown = subprocess.run([*command, "show", path, "Total_customers"], capture_output=True, text=True, check=False)
    assert (shown.returncode, shown.stdout, shown.stderr) == (0, "1250\n", "")
    wrong = subprocess.run(
        [*command, "show", str(tmp_path / "none.strategy")], capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2 and wrong.stderr.count("\n") == 1 and "Traceback" not in wrong.stderr
    if sys.platform.startswith("linux"):
        window = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        assert window.returncode == 2 and "strategy-studio demo" in window.stderr
