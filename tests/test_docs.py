"""What the documents say is so: commands, functions, links and pictures are there, and the examples run."""

from __future__ import annotations

import dataclasses
import importlib.util
import os
import re
import shlex
import struct
import subprocess
import sys
from pathlib import Path
from shutil import copyfile
from types import ModuleType

import pytest

import strategy_studio as studio
from docs import write_lists
from strategy_studio.cli import COMMANDS, main
from strategy_studio.exchange import FORMATS
from strategy_studio.formula.signatures import signatures
from strategy_studio.processes import PARAMETERS, PROCESSES
from tests.source import ROOT

pytest_plugins = ("tests.plans",)
README = ROOT / "README.md"
PAGES = sorted([README, ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
MOST_BYTES = 300_000
SOURCE_FILE = re.compile(r"`((?:[\w.]+/)+[\w.]+\.(?:py|txt|lark))`")


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def blocks(language: str, page: Path = README) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text_of(page), re.DOTALL)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- links and files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    dead = []
    for target in re.findall(r"\]\(([^)]+)\)", without_code(text_of(page))):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        found = (page.parent / name).resolve() if name else page
        if not found.exists() or (anchor and anchor not in anchors(found)):
            dead.append(target)
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_are_named_are_there(page: Path) -> None:
    named = set(SOURCE_FILE.findall(text_of(page)))
    assert {
        name for name in named if not any((base / name).is_file() for base in (ROOT, ROOT / "strategy_studio"))
    } == set()


def test_the_pictures_shown_are_pictures_and_none_is_left_unused() -> None:
    shown = {Path(name) for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text_of(README))}
    assert shown
    for picture in shown:
        data = (ROOT / picture).read_bytes()
        assert data.startswith(b"\x89PNG")
        width, height = struct.unpack(">II", data[16:24])
        assert width >= 800
        assert height >= 500
        assert len(data) < MOST_BYTES, f"{picture} is too large to be looked at from afar"
    assert {ROOT / picture for picture in shown} == set((ROOT / "docs" / "pictures").iterdir())


@pytest.mark.slow
def test_the_pictures_can_be_taken_anew(tmp_path: Path) -> None:
    taken = subprocess.run([sys.executable, "-m", "docs.take_pictures", tmp_path], cwd=ROOT, capture_output=True)
    assert taken.returncode == 0, taken.stderr.decode()
    names = {path.name for path in tmp_path.glob("*.png")}
    kept = {path.name for path in (ROOT / "docs" / "pictures").glob("*.png")}
    assert names | {"workbook.png"} == kept  # the one that needs LibreOffice


def test_every_rule_that_code_cites_is_written_down() -> None:
    written = set(re.findall(r"^- (\d\.\d+) ", text_of(ROOT / "docs" / "rules.md"), re.MULTILINE))
    sources = [path for folder in ("strategy_studio", "tests", "docs") for path in (ROOT / folder).rglob("*.*")]
    texts = [text_of(path) for path in sources if path.suffix in {".py", ".md", ".lark"}]
    cited = {
        rule
        for text in texts
        for rule in re.findall(r"rules(?:\.md\)?)? (\d\.\d+)|rule=\"(\d\.\d+)\"", text)
        for rule in rule
    }
    assert cited - {""} - written == set()


def test_every_decision_says_why_and_what_it_costs() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        for part in ("**Decision.**", "**Why.**", "**Turned down.**", "**Price.**"):
            assert part in text_of(page), f"{page.name} lacks {part}"


# --- what there is, is told ------------------------------------------------------------------------------------


def test_every_function_of_the_language_is_described() -> None:
    text = text_of(ROOT / "docs" / "formulas.md")
    assert [name for name in signatures() if f"| `{name}(" not in text] == []


def test_every_figure_and_parameter_is_listed() -> None:
    text = text_of(ROOT / "docs" / "figures.md")
    figures = [figure.name for process in PROCESSES for sheet in process.worksheets for figure in sheet.figures]
    names = [*figures, *(parameter.name for parameter in PARAMETERS)]
    assert [name for name in names if f"`{name}`" not in text] == []


@pytest.mark.parametrize("name", ["figures.md", "formulas.md"])
def test_generated_lists_are_those_of_the_declarations(name: str) -> None:
    assert text_of(ROOT / "docs" / name) == write_lists.page(name), "run `python3 dev.py pictures`"


def test_every_command_is_in_the_readme_and_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    readme = text_of(README)
    assert [name for name in COMMANDS if f"strategy-studio {name} " not in readme] == []
    assert [name for name in COMMANDS if not re.search(rf"^\| .*`{name} .*\|$", readme, re.MULTILINE)] == []
    assert main(["--help"]) == 0
    helped = capsys.readouterr().out
    assert [name for name in COMMANDS if not re.search(rf"^ +{name} ", helped, re.MULTILINE)] == []


def test_every_dev_command_is_in_the_readme_and_in_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    module, readme = dev(), text_of(README)
    assert [name for name in module.COMMANDS if f"| `dev.py {name}" not in readme] == []
    assert module.main([]) == 0
    helped = capsys.readouterr().out
    assert [name for name in module.COMMANDS if not re.search(rf"^  {name} +\S", helped, re.MULTILINE)] == []


def test_every_format_is_named_where_export_is_explained() -> None:
    line = next(line for line in text_of(README).splitlines() if "plan.export(" in line)
    assert [found.suffix for found in FORMATS if found.suffix not in line] == []


# --- the examples run ------------------------------------------------------------------------------------------


def printed(code: str, folder: Path) -> str:
    """What a script prints that runs in a folder of its own, with warnings as errors."""
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=folder, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.mark.long
def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    first, loop = blocks("python")
    said = printed(first, tmp_path)
    assert (tmp_path / "acme.xlsx").stat().st_size > 10_000
    assert "Customers of Affluent" in said or "needs a number" in said
    said = printed(loop, tmp_path)
    assert "Retention rate of Digital families" in said
    assert "becomes EUR\xa0150,000,000 when" in said


def test_the_python_of_the_other_pages_runs(tmp_path: Path) -> None:
    (code,) = blocks("python", ROOT / "docs" / "why.md")
    assert "explains" in printed(code, tmp_path)


@pytest.mark.long
def test_the_commands_of_the_readme_run(
    tmp_path: Path, sample_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All but the first, which the test of the wheel runs as a user would; of its files they need the plan."""
    monkeypatch.chdir(tmp_path)
    (listed,) = blocks("sh")
    first, *others = (shlex.split(line, comments=True) for line in listed.splitlines())
    assert first == ["strategy-studio", "demo", "demo"]
    Path("demo").mkdir()
    copyfile(sample_file, "demo/Fenmoor.strategy")
    for program, *words in others:
        assert program == "strategy-studio"
        assert main(words) == 0, f"{words}: {capsys.readouterr().err}"
    # The space between currency and amount does not break.
    assert "Customer_equity_total = EUR\u00a0158,928,631.59" in capsys.readouterr().out


def test_the_tour_tells_the_numbers_that_the_sample_shows(sample_file: Path, tmp_path: Path) -> None:
    tour = " ".join(text_of(README).split())
    with studio.open(copyfile(sample_file, tmp_path / "fenmoor.strategy")) as plan:
        worksheet = plan.worksheet("Segment CLV")
        row = worksheet.row("Self-employed")
        assert worksheet.value(row, "Retention rate") is None
        before = f"{plan.value('Current_customer_value'):,.0f}", f"{plan.value('Scorecard_total') * 100:.1f} %"
        worksheet.set(row, "Retention rate", "86 %")
        after = f"{plan.value('Current_customer_value'):,.0f}", f"{plan.value('Scorecard_total') * 100:.1f} %"
        assert f"CLV becomes {worksheet.value(row, 'CLV'):,.2f}" in tour
    for old, new in zip(before, after, strict=True):
        assert re.search(rf"from {re.escape(old)} to {re.escape(new)}", tour)


def test_the_tour_around_the_loop_is_what_the_sample_does(sample_file: Path, tmp_path: Path) -> None:
    tour = " ".join(text_of(README).split())
    with studio.open(copyfile(sample_file, tmp_path / "fenmoor.strategy")) as plan:
        segments = plan.worksheet("Segment CLV")
        segments.set(segments.row("Self-employed"), "Retention rate", "86 %")
        actual = plan.scenario("Actual")
        measured = actual.worksheet("Segment CLV")
        measured.set(measured.row("Digital families"), "Retention rate", "70 %")
        found = plan.attribute("Customer_equity_total")
        part = f"{found.shares[0].effect / (found.after - found.before):.0%}".replace("%", " %")
        assert f"{found.after:,.0f} instead of {found.before:,.0f}" in tour
        assert f"Digital families explains {part}" in tour
        kpis = plan.worksheet("KPIs"), actual.worksheet("KPIs")
        states = [sheet.value(sheet.row("Customer equity"), "Status") for sheet in kpis]
        assert "from {} to {}.".format(*states) in tour

        far = next(one for one in plan.proposals() if one.subject == "Retention rate of Digital families")
        plan.take_findings([far])
        review = plan.worksheet("Strategy review")
        review.set(review.rows()[-1], "Decision", "Adapt")
        plan.close_round("2027 H1")
        suggested = plan.suggestions()
        assert f"{len(suggested)} suggestions wait" in tour
        weight = next(one for one in suggested if one.label == "Weight of Grow customer equity")
        assert f"weigh {weight.suggested:.2f} instead of {weight.held:.2f}" in tour
        objectives = plan.worksheet("Strategy objectives")
        assert objectives.value(objectives.row("Grow customer equity"), "Reopen") == "Yes"
        belief = next(one for one in suggested if one.label == f"Confidence of {far.belief}")
        assert belief.suggested < belief.held


def test_the_process_of_the_recipe_is_a_working_one(tmp_path: Path) -> None:
    with plan_of_the_recipes(tmp_path / "plan.strategy") as plan:
        partners = plan.worksheet("Partner value")
        partners.insert({"Partner": "Broker", "Revenue through partner": 1000, "Commission": "20 %"})
        assert plan.value("Partner_revenue") == pytest.approx(800)


def test_the_suggestion_of_the_recipe_does_not_compound(tmp_path: Path) -> None:
    with plan_of_the_recipes(tmp_path / "plan.strategy") as plan:
        plan.worksheet("Own goals").insert({"Goal": "Loyalty", "Weight": 2})
        assert plan.suggestions() == ()
        plan.close_round("First")
        (found,) = plan.suggestions()
        assert (found.held, found.suggested) == (2.0, pytest.approx(2.2))
        plan.accept([found])
        assert plan.suggestions() == ()


def plan_of_the_recipes(path: Path) -> studio.OpenPlan:
    """An empty plan with the process and the worksheet that docs/adding.md declares."""
    from strategy_studio.model.session import Session
    from strategy_studio.store import create

    names: dict[str, object] = {"__package__": "strategy_studio.processes"}
    recipes = {block.split(" = ")[0]: block for block in blocks("python", ROOT / "docs" / "adding.md")}
    exec(next(block for block in recipes.values() if "Process(" in block), names)
    exec("from strategy_studio.model.columns import Number", names)
    exec(recipes["OWN_GOALS"], names)
    process = dataclasses.replace(names["PARTNERS"], worksheets=(names["PARTNER_VALUE"], names["OWN_GOALS"]))  # type: ignore[type-var]
    return studio.OpenPlan(Session(create(path), (*PROCESSES, process), PARAMETERS))  # type: ignore[arg-type]
