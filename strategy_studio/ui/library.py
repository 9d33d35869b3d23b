"""Where the window gets plans from: a protocol that the application fulfils, because `ui` knows no process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ..model.session import Session


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample plan as the start page shows it."""

    name: str
    title: str
    about: str


class Library(Protocol):
    """Makes and opens plans; every method raises PlanError with the sentence a user reads."""

    def samples(self) -> Sequence[Sample]:
        """The samples there are; reads no plan."""
        ...

    def first_sample(self) -> str:
        """The name of the sample that a first start shows; empty when there is none."""
        ...

    def create(self, path: Path) -> Session:
        """A new plan in a new file."""
        ...

    def open(self, path: Path) -> Session:
        """The plan of a file."""
        ...

    def sample(self, name: str) -> Session:
        """A sample as an unnamed copy."""
        ...

    def version(self, session: Session, name: str, at: str) -> Session:
        """A version that the plan's storage lists (name, UTC time), as an unnamed copy."""
        ...

    def place(self, session: Session) -> Path:
        """The file of the plan, also of one without a name."""
        ...

    def leave(self, session: Session, edited: bool) -> None:
        """Close a plan; a copy without a name that nobody edited is not kept."""
        ...

    def save_copy(self, session: Session, path: Path) -> None:
        """Write the plan to another file; the open one stays as it is."""
        ...
