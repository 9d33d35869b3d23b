"""What a formula reads while it is evaluated: the plan's values, or others that stand in for them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..formula.layout import MANY_CASES
from ..formula.scope import Reference
from ..formula.values import Texts, Values

if TYPE_CHECKING:
    from .calculation import Calculation


@dataclass(slots=True, eq=False)
class Overlay:
    """Values that stand in for the plan's own during a pass over cases."""

    values: dict[str, Values]
    cases: int = 1
    shared: dict[Hashable, Any] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Pass:
    """What one formula reads while it is evaluated."""

    calculation: Calculation
    rows: int
    overlay: Overlay | None

    @property
    def texts(self) -> Texts:
        """The plan's texts."""
        return self.calculation.texts

    @property
    def many(self) -> bool:
        """See Context."""
        return self.overlay is not None and self.overlay.cases >= MANY_CASES

    def read(self, reference: Reference) -> Values:
        """The values a reference names."""
        if self.overlay is None and not reference.prior:
            return self.calculation.values[reference.node]
        return self.calculation.read(reference, self.overlay)

    def read_all(self, references: Sequence[Reference]) -> list[Values]:
        """See Context."""
        if self.overlay is None:  # the common case, without a call for each
            values = self.calculation.values
            return [values[reference.node] for reference in references]
        return [*map(self.read, references)]

    def shared(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives, made once for the same key and values."""
        return self.calculation.shared(key, make, self.overlay)
