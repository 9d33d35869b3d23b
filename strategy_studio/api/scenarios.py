"""Scenarios of an open plan, as scripts read and edit them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..model.inputs import Cell, find_node
from ..model.scenario_changes import (
    DuplicateScenario,
    MergeScenario,
    RemoveScenario,
    RenameScenario,
    ResetScenarioCells,
    SetScenarioParameters,
    scenario_name,
)
from ..model.session import Session
from .arguments import careful, takes_what_it_says
from .worksheets import PythonValue, ScenarioWorksheet

if TYPE_CHECKING:
    from ..analysis.comparison import Difference


@takes_what_it_says
class Scenario:
    """A named set of changed inputs; it is made by its first edit and reads as the plan before."""

    @careful
    def __init__(self, session: Session, name: str) -> None:
        self._session = session
        checked = scenario_name(name)
        found = session.plan.scenarios.get(checked)
        self._name = checked if found is None else found.name

    @property
    def name(self) -> str:
        """The name, in the spelling it was made with."""
        return self._name

    @property
    def note(self) -> str:
        """What was noted about it; empty when nothing was."""
        found = self._session.plan.scenarios.get(self._name)
        return "" if found is None else found.note

    def worksheet(self, title: str) -> ScenarioWorksheet:
        """A worksheet, by title or underscored form, under the scenario."""
        return ScenarioWorksheet(self._session, self._session.plan.sheet(title).name, self._name)

    def value(self, name: str) -> PythonValue:
        """The value of a Parameter or Figure under the scenario."""
        return self._session.settled().value(name, self._name)

    def set(self, name: str, value: object) -> None:
        """Set a Parameter under the scenario; None gives it its default, the plan's own value takes it out."""
        self._session.apply(SetScenarioParameters(self._name, {name: value}))

    def differences(self, results: Sequence[str] | None = ()) -> tuple[Difference, ...]:
        """Its changed inputs cell by cell, and what comes out differently for the columns and Figures asked for.

        None asks for all of them.
        """
        from ..analysis.comparison import differences

        plan = self._session.settled()
        wanted = None if results is None else [find_node(plan, text) for text in results]
        return differences(plan, self._name, wanted)

    def reset(self, *names: str) -> None:
        """Let Parameters follow the plan again; without names everything does."""
        plan = self._session.plan
        layer = plan.scenarios.or_refuse(self._name).layer
        cells = [Cell(plan.name_or_refuse(name)) for name in names] if names else list(layer)
        self._session.apply(ResetScenarioCells(self._name, cells))

    def merge(self) -> None:
        """Write its changes into the plan and discard it, as one step."""
        self._session.apply(MergeScenario(self._name))

    def discard(self) -> None:
        """Remove it; the plan stays as it is."""
        self._session.apply(RemoveScenario(self._name))

    def rename(self, new_name: str) -> None:
        """Give it another name."""
        self._session.apply(RenameScenario(self._name, new_name))
        self._name = self._session.plan.scenarios[scenario_name(new_name)].name

    def copy(self, new_name: str) -> Scenario:
        """Another scenario that changes the same cells."""
        self._session.apply(DuplicateScenario(self._name, new_name))
        return Scenario(self._session, new_name)
