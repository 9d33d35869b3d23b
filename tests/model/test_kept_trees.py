"""The file of parsed formulas is a shortcut that may be damaged, foreign or huge, and never changes a formula."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategy_studio.formula.errors import FormulaProblem
from strategy_studio.formula.parser import parse
from strategy_studio.model import kept_trees
from strategy_studio.model.kept_trees import KeptTrees

FORMULAS = (
    "[@A]*1.1+[@B]",
    "IF([@A]>2,SUM(Groups[Heads]),-Base_rate)",
    'XLOOKUP([@Group],Groups[Group],Groups[Heads],"none")&" of 12"',
    "SUMIFS(PRIOR(Groups[Spend]),PRIOR(Groups[Group]),[@Group])",
)


def kept_in(path: Path) -> Path:
    trees = KeptTrees(path)
    for formula in FORMULAS:
        trees(formula)
    trees.keep()
    return path


def assert_right(path: Path) -> None:
    trees = KeptTrees(path)
    assert [trees(formula) for formula in FORMULAS] == [parse(formula) for formula in FORMULAS]
    with pytest.raises(FormulaProblem):
        trees("1+")


def test_kept_trees_are_taken_from_the_file(tmp_path: Path) -> None:
    path = kept_in(tmp_path / "formulas.json")
    stamp = path.stat().st_mtime_ns
    trees = KeptTrees(path)
    assert [trees(formula) for formula in FORMULAS] == [parse(formula) for formula in FORMULAS]
    trees.keep()
    assert path.stat().st_mtime_ns == stamp
    assert [found.name for found in tmp_path.glob("formulas*")] == ["formulas.json"]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_changed_file_never_gives_another_formula(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "formulas.json"
    whole = _whole(tmp_path)
    at = data.draw(st.integers(0, len(whole) - 1), label="place")
    length = data.draw(st.integers(0, 20), label="bytes taken out")
    inserted = data.draw(st.binary(max_size=8) | st.sampled_from([b"1", b"2", b'"', b"[", b"]", b"null", b"\n"]))
    path.write_bytes(whole[:at] + inserted + whole[at + length :])
    assert_right(path)


def _whole(folder: Path) -> bytes:
    """The file as it is written; made once."""
    path = folder / "whole.json"
    return (path if path.exists() else kept_in(path)).read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\xff\xfe\x00",
        b"{}",
        b"[" * 200_000,
        json.dumps({"grammar": "x", "trees": {FORMULAS[0]: [["Number", 7, 0]]}}).encode(),
        b"0" * 64 + b"\n" + json.dumps({FORMULAS[0]: [["Number", 7, 0]]}).encode(),
    ],
)
def test_a_foreign_file_is_passed_over_and_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "formulas.json"
    path.write_bytes(content)
    assert_right(path)
    kept_in(path)
    assert_right(path)
    assert path.read_bytes() != content


def test_the_file_of_another_grammar_is_passed_over(tmp_path: Path) -> None:
    """A grammar in which the same text meant something else has another digest."""
    path = kept_in(tmp_path / "formulas.json")
    head, body = path.read_bytes().split(b"\n", 1)
    other = bytes(reversed(head))
    path.write_bytes(other + b"\n" + body.replace(b"1.1", b"9.9"))
    assert_right(path)


def test_a_huge_file_is_not_read_and_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = kept_in(tmp_path / "formulas.json")
    monkeypatch.setattr(kept_trees, "LARGEST", 8_000)
    for number in range(300):
        trees = KeptTrees(path)
        for formula in FORMULAS:
            trees(formula)
        trees(f"[@A]+{number}")
        trees.keep()
        if number % 100 == 0:
            assert path.stat().st_size < 4_100
    assert_right(path)
    path.write_bytes(path.read_bytes() + b" " * 8_000)
    assert_right(path)


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    assert_right(kept_in(tmp_path / "missing" / "formulas.json"))
    (tmp_path / "taken.json").mkdir()
    assert_right(kept_in(tmp_path / "taken.json"))
    assert [found.name for found in tmp_path.glob("[mt]*")] == ["taken.json"]


def test_several_parts_of_a_program_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "formulas.json"
    threads = [threading.Thread(target=kept_in, args=(path,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert_right(path)
    assert [found.name for found in tmp_path.glob("formulas*")] == ["formulas.json"]


PROGRAM = """
import sys
from pathlib import Path
from strategy_studio.model.kept_trees import KeptTrees
for number in range(60):
    trees = KeptTrees(Path(sys.argv[1]))
    for more in range(5):
        trees(f"[@A]*{sys.argv[2]}+{number}+{more}")
    trees.keep()
"""


def test_two_programs_write_at_once(tmp_path: Path) -> None:
    path = kept_in(tmp_path / "formulas.json")
    programs = [subprocess.Popen([sys.executable, "-c", PROGRAM, str(path), str(number)]) for number in (1, 2)]
    while any(program.poll() is None for program in programs):
        assert_right(path)
    assert [program.returncode for program in programs] == [0, 0]
    assert_right(path)
    assert [found.name for found in tmp_path.glob("formulas*")] == ["formulas.json"]
