"""What checking gave is taken over for the very same declarations only, and is then the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from strategy_studio.model.additions import additions_of
from strategy_studio.model.kept_checks import KeptChecks
from strategy_studio.model.structure import Structure, build_structure
from strategy_studio.model.worksheet import Figure, Parameter, Process
from strategy_studio.processes import PARAMETERS, PROCESSES


def built(known: KeptChecks, processes: tuple[Process, ...] = PROCESSES, parameters: object = PARAMETERS) -> Structure:
    return build_structure(processes, parameters, additions_of({}), known=known)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Structure]:
    path = tmp_path_factory.mktemp("kept") / "checked.json"
    return path, built(KeptChecks(path))


def test_what_is_taken_over_is_what_was_checked(first: tuple[Path, Structure]) -> None:
    path, checked = first
    known = KeptChecks(path)
    again = built(known)
    assert known.taken_over
    assert again.checked == checked.checked
    assert list(again.checked) == list(checked.checked)
    assert (again.reads, again.order) == (checked.reads, checked.order)


def test_another_formula_is_checked_anew(first: tuple[Path, Structure]) -> None:
    sheet = PROCESSES[0].worksheets[0]
    more = replace(sheet, figures=(*sheet.figures, Figure("Figure_of_a_test", "1+1")))
    process = replace(PROCESSES[0], worksheets=(more, *PROCESSES[0].worksheets[1:]))
    known = KeptChecks(first[0])
    structure = build_structure(
        (process, *PROCESSES[1:]), PARAMETERS, additions_of({}), known=KeptChecks(first[0].with_name("none"))
    )
    assert not known.take_over(structure)
    assert "Figure_of_a_test" in structure.checked


def test_another_default_is_checked_anew(first: tuple[Path, Structure]) -> None:
    """A Parameter without a default may be empty, and every formula that reads it too."""
    changed = tuple(Parameter(each.name, each.kind, None) if each.default is not None else each for each in PARAMETERS)
    known = KeptChecks(first[0].with_name("other.json"))
    structure = built(known, parameters=changed)
    assert not KeptChecks(first[0]).take_over(structure)
    assert structure.checked != first[1].checked


@pytest.mark.parametrize("harm", ["", "no file of ours", "cut", "one digit"])
def test_a_damaged_file_is_made_anew(first: tuple[Path, Structure], tmp_path: Path, harm: str) -> None:
    text = first[0].read_text(encoding="utf-8")
    place = text.index('"Number",') + len('"Number",')
    damaged = {"cut": text[:-100], "one digit": f"{text[:place]}9{text[place:]}"}.get(harm, harm)
    path = tmp_path / "checked.json"
    path.write_text(damaged, encoding="utf-8")
    known = KeptChecks(path)
    assert built(known).checked == first[1].checked
    assert not known.taken_over
    assert path.read_text(encoding="utf-8") == text


def test_a_folder_that_cannot_be_written_does_not_matter(tmp_path: Path) -> None:
    assert built(KeptChecks(tmp_path / "missing" / "checked.json")).order
