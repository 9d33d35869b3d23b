"""The API's methods with arguments of every wrong type: a sentence each, never another exception; texts are tidied."""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import strategy_studio as studio
from strategy_studio.api import OpenPlan, Worksheet
from tests.model import tiny
from tests.plans import newest_step, undo_to

WRONG: tuple[Any, ...] = (
    None, 5, -1, 1.5, float("nan"), True, 10**400, b"x", object(), "", " ", "\ud800", "a\x00b",
    [], ["a"], [5], [None], {}, {5: 5}, {"a": "b"}, (), ("a", "b"), [["a"]], [{5: 1}], {(1, 2): 3}, {"Heads": "many"},
)  # fmt: skip
RIGHT: dict[str, Any] = {
    "title": "Own", "new_title": "Zed", "name": "Own_figure", "new_name": "Own_zed", "formula": "1", "column": "Heads",
    "kind": "Number", "key": "Homes", "value": 3, "cells": {"Heads": 2}, "rows": [{"Heads": 2}], "process": "Selling",
    "columns": [("A", "Text")], "label": "Edits", "node": "Groups[Heads]", "inputs": {}, "figures": ["All_heads"],
}  # fmt: skip
OTHERWISE = {"close", "export", "import_csv"}
"""Ends the plan, or writes files: tried by themselves."""


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[OpenPlan]:
    with tiny.opened(tmp_path / "tiny.strategy") as plan:
        groups = plan.worksheet("Groups")
        groups.insert({"Group": "Homes", "Heads": 3})
        groups.add_column("Own", kind="Number", formula="[@Heads]*2")
        plan.add_worksheet("Own list", "Selling", [("Item", "Text")])
        plan.add_figure("Own_figure", "1+1")
        yield plan


def parameters(declared: type, method: str) -> list[inspect.Parameter]:
    found = list(inspect.signature(getattr(declared, method)).parameters.values())[1:]
    return [parameter for parameter in found if parameter.kind is not parameter.VAR_POSITIONAL]


METHODS = [
    (declared, name)
    for declared in (OpenPlan, Worksheet)
    for name, _ in inspect.getmembers(declared, inspect.isfunction)
    if not name.startswith("_") and name not in OTHERWISE and parameters(declared, name)
]


def call(subject: Any, method: str, arguments: dict[str, Any]) -> None:
    found = getattr(subject, method)(**arguments)
    if method == "change":
        with found:
            pass


def refusal_of(subject: Any, method: str, arguments: dict[str, Any]) -> str:
    """The sentence a call is refused with; a full stop when it is not."""
    try:
        call(subject, method, arguments)
    except studio.PlanError as refusal:
        return str(refusal)
    return "."


@pytest.mark.parametrize(("declared", "method"), METHODS, ids=[f"{c.__name__}.{name}" for c, name in METHODS])
def test_an_argument_of_a_wrong_type_is_refused_with_a_sentence(plan: OpenPlan, declared: type, method: str) -> None:
    subject = plan if declared is OpenPlan else plan.worksheet("Groups")
    row, step = plan.worksheet("Groups").rows()[0], newest_step(plan)
    declared_here = parameters(declared, method)
    for wrong in declared_here:
        for value in WRONG:
            arguments = {
                found.name: row if found.name == "row" else RIGHT.get(found.name)
                for found in declared_here
                if found.name == "row" or found.default is found.empty
            }
            said = refusal_of(subject, method, {**arguments, wrong.name: value})
            assert said.strip()[-1] in ".?", f"{wrong.name}={value!r}: {said}"
            undo_to(plan, step)


@pytest.mark.parametrize("wrong", [None, 5, b"x", [], "", "a\0b"])
def test_paths_too(plan: OpenPlan, wrong: Any) -> None:
    for attempt in (plan.export, plan.import_csv, studio.create, studio.open):
        with pytest.raises(studio.PlanError):
            attempt(wrong)


def test_a_slip_in_the_number_of_arguments_is_a_type_error(plan: OpenPlan) -> None:
    with pytest.raises(TypeError, match=r"OpenPlan\.value"):
        plan.value()  # type: ignore[call-arg]


def test_titles_and_names_are_tidied(plan: OpenPlan) -> None:
    decomposed = unicodedata.normalize("NFD", "Größe")
    assert decomposed != "Größe"
    groups = plan.worksheet(" groups\u0000 ")
    groups.add_column(f" {decomposed}\u0007", kind="Number")
    groups.add_column("Double", kind="Number", formula=f"=[@{decomposed}]*2 ")
    groups.set(groups.rows()[0], decomposed, 4)
    assert "Größe" in groups.columns
    assert groups.column("Double") == [8.0]
    plan.add_figure(f"All_{decomposed}", f"SUM(Groups[{decomposed}])")
    assert plan.value("All_Größe") == plan.value(f"All_{decomposed} ") == 4.0
    own = plan.add_worksheet(f"{decomposed} list", "Selling", [(decomposed, "Text")], key=decomposed)
    assert (own.title, own.columns) == ("Größe list", ["Größe"])
    plan.rename_worksheet("Größe list", unicodedata.normalize("NFD", "Äpfel"))
    groups.rename_column("Double", unicodedata.normalize("NFD", "Übersicht "))
    assert "Äpfel" in plan.worksheets()
    assert groups.columns[-1] == "Übersicht"


def test_of_cells_rows_and_titles_are_tidied_one_by_one(plan: OpenPlan) -> None:
    groups = plan.worksheet("Groups")
    one, other = groups.insert_many([{"Group": "One"}, {"Group": "Other"}])
    groups.set_many({(one, "Spend"): 1, (np.int64(other), " Spend\u0007"): 2, (one, "heads "): 3, (other, "Heads"): 4})
    assert groups.column("Spend")[-2:] == [1.0, 2.0] and groups.column("Heads")[-2:] == [3.0, 4.0]
    assert [type(edit.key) for edit in plan.session.history(1)[0].edits] == [int, int]


def test_two_answers_about_the_same_input_are_refused(tmp_path: Path) -> None:
    with studio.create(tmp_path / "two.strategy") as plan:
        both = {("Discount_rate", "Tax_rate"): 0.5, ("Tax_rate", "Discount_rate"): -0.5}
        drawn = {"Discount_rate": (0.08, 0.12), "Tax_rate": (0.2, 0.3)}
        with pytest.raises(studio.PlanError, match=r"^Tax rate and Discount rate are given two correlations\. Give "):
            plan.simulate(drawn, ["Customer_equity_total"], draws=16, correlations=both)
        with pytest.raises(studio.PlanError, match=r"^Discount rate is given two distributions\. Give it one\.$"):
            plan.simulate({**drawn, "discount_rate": (0.1, 0.2)}, ["Customer_equity_total"], draws=16)
