"""What the API's methods take, checked by their own annotations: a wrong type is refused with a sentence."""

from __future__ import annotations

import inspect
import math
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import wraps
from numbers import Integral, Real
from typing import Any, TypeVar

from ..formula.errors import PlanError
from ..model.kinds import tidy
from ..model.numerals import number_serial

Reader = Callable[[object, str], Any]
Class = TypeVar("Class", bound=type)
Function = TypeVar("Function", bound=Callable[..., Any])
_LARGEST = 2**53
_OF_SEVERAL_LINES = frozenset({"help", "question", "formula", "note"})


def takes_what_it_says(declared: Class) -> Class:
    """A class whose public methods take texts tidied (NFC, trimmed) and refuse other types than they declare."""
    for name, method in list(vars(declared).items()):
        if not name.startswith("_") and inspect.isfunction(method):
            setattr(declared, name, careful(method))
    return declared


def careful(method: Function) -> Function:
    """A function that tidies and checks its arguments before it runs, by their annotations."""
    signature = inspect.signature(method)
    readers = {
        name: READERS[str(parameter.annotation)]
        for name, parameter in signature.parameters.items()
        if str(parameter.annotation) in READERS
    }
    if not readers:
        return method

    @wraps(method)
    def checked(*given: Any, **named: Any) -> Any:
        try:
            bound = signature.bind(*given, **named)
        except TypeError as wrong:
            raise TypeError(f"{method.__qualname__}: {wrong}") from None  # a slip in a script, not a value
        for name, value in bound.arguments.items():
            reader = readers.get(name)
            if reader is None:
                continue
            if signature.parameters[name].kind is inspect.Parameter.VAR_POSITIONAL:
                bound.arguments[name] = tuple(reader(part, name) for part in value)
            else:
                bound.arguments[name] = reader(value, name)
        return method(*bound.args, **bound.kwargs)

    return checked  # type: ignore[return-value]


def _refusal(name: str, wanted: str, value: object) -> PlanError:
    return PlanError(f"The argument {name} takes {wanted}, not {type(value).__name__}. Pass that instead.")


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise _refusal(name, "a text", value)
    return tidy(value, lines=name in _OF_SEVERAL_LINES)


def _row(value: object, name: str) -> int:
    if type(value) is int and abs(value) <= _LARGEST:  # every cell of a long paste names one
        return value
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise _refusal(name, "a whole number", value)
    if abs(int(value)) > _LARGEST:
        raise PlanError(f"The argument {name} takes numbers up to {_LARGEST:,}. Give it a smaller one.")
    return int(value)


def _cells(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise _refusal(name, "cells by column title", value)
    return {_text(title, "column"): cell for title, cell in value.items()}


def _list(value: object, name: str, wanted: str) -> Sequence[object]:
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise _refusal(name, wanted, value)
    return value


def _rows(value: object, name: str) -> list[dict[str, object]]:
    return [_cells(row, "a row") for row in _list(value, name, "a list of rows")]


def _placed_cells(value: object, name: str) -> dict[tuple[int, str], object]:
    if not isinstance(value, Mapping):
        raise _refusal(name, "values by row id and column title", value)
    found: dict[tuple[int, str], object] = {}
    titles: dict[object, str] = {}  # a long paste names few columns
    for place, cell in value.items():
        if not isinstance(place, tuple) or len(place) != 2:
            raise _refusal(name, "values by (row id, column title)", place)
        if place[1] not in titles:
            titles[place[1]] = _text(place[1], "column")
        row, title = _row(place[0], "row"), titles[place[1]]
        found[place if row is place[0] and title == place[1] else (row, title)] = cell
    return found


def _columns(value: object, name: str) -> list[tuple[str, ...]]:
    columns = _list(value, name, "a list of (title, kind) or (title, kind, formula)")
    return [tuple(_text(part, "column") for part in _list(words, "a column", "(title, kind)")) for words in columns]


def _texts(value: object, name: str) -> list[str]:
    return [_text(part, name) for part in _list(value, name, "a list of texts")]


def _target(value: object, name: str) -> str | tuple[str, int | str]:
    if isinstance(value, str):
        return _text(value, name)
    if not isinstance(value, tuple) or len(value) != 2:
        raise _refusal(name, "a Name or (column, row)", value)
    row = value[1]
    return _text(value[0], "a column"), _text(row, "a row") if isinstance(row, str) else _row(row, "a row")


def _targets(value: object, name: str) -> list[object]:
    return [_target(part, name) for part in _list(value, name, "a list of Names or (column, row)")]


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise _refusal(name, "a number", value)
    if not math.isfinite(value):
        raise PlanError(f"The argument {name} takes finite numbers, not {value}. Pass one.")
    return float(value)


def _by_target(value: object, name: str, read: Reader) -> dict[object, object]:
    if not isinstance(value, Mapping):
        raise _refusal(name, "values by Name or (column, row)", value)
    return {_target(target, name): read(part, name) for target, part in value.items()}


def _ends(value: object, name: str) -> tuple[float, float]:
    if not isinstance(value, tuple) or len(value) != 2:
        raise _refusal(name, "(low, high) for each input", value)
    return _end(value[0], name), _end(value[1], name)


def _end(value: object, name: str) -> float:
    """An end of a range: a number, or a day as the number that date inputs hold."""
    return number_serial(value) if type(value) is date else _number(value, name)


def _drawn(value: object, name: str) -> object:
    return tuple(_number(part, name) for part in value) if isinstance(value, tuple) else value


def _pairs(value: object, name: str) -> dict[object, float]:
    if not isinstance(value, Mapping) or not all(isinstance(pair, tuple) and len(pair) == 2 for pair in value):
        raise _refusal(name, "numbers by pairs of inputs", value)
    return {(_target(one, name), _target(other, name)): _number(part, name) for (one, other), part in value.items()}


def _given_by(method: str, kind: str) -> Reader:
    """Reads what another method of the API gave: an object of that class."""

    def read(value: object, name: str) -> object:
        if type(value).__name__ != kind:
            raise _refusal(name, f"what plan.{method}() gave", value)
        return value

    return read


def _all(reader: Reader) -> Reader:
    return lambda value, name: [reader(part, name) for part in _list(value, name, "a list")]


def _path(value: object, name: str) -> Any:
    if not isinstance(value, str | os.PathLike) or not os.fspath(value) or "\0" in str(os.fspath(value)):
        raise _refusal(name, "a path", value)
    return value


def _or_none(reader: Reader) -> Reader:
    return lambda value, name: None if value is None else reader(value, name)


READERS: Mapping[str, Reader] = {
    "str": _text,
    "str | None": _or_none(_text),
    "int": _row,
    "int | None": _or_none(_row),
    "str | int": lambda value, name: _text(value, name) if isinstance(value, str) else _row(value, name),
    "Mapping[str, object]": _cells,
    "Mapping[str, object] | None": _or_none(_cells),
    "Sequence[Mapping[str, object]]": _rows,
    "Mapping[tuple[int, str], object]": _placed_cells,
    "Sequence[tuple[str, ...]]": _columns,
    "Mapping[str, npt.ArrayLike]": _cells,
    "Sequence[str]": _texts,
    "Sequence[str] | None": _or_none(_texts),
    "float": _number,
    "float | None": _or_none(_number),
    "Target": _target,
    "Target | float": lambda value, name: (_number if isinstance(value, Real) else _target)(value, name),
    "Sequence[object]": lambda value, name: _list(value, name, "a list of values"),
    "Ends | None": _or_none(lambda value, name: _by_target(value, name, _ends)),
    "Uncertain": lambda value, name: _by_target(value, name, _drawn),
    "Correlated | None": _or_none(_pairs),
    "Sought": _given_by("seek", "Sought"),
    "Sequence[Suggestion]": _all(_given_by("suggestions", "Suggestion")),
    "Proposal": _given_by("proposals", "Proposal"),
    "Sequence[Proposal]": _all(_given_by("proposals", "Proposal")),
    "Sequence[Target]": _targets,
    "Sequence[Target] | None": _or_none(_targets),
    "AnyPath": _path,
    "AnyPath | None": _or_none(_path),
}
"""How an argument of an annotation is read; parameters of other annotations are taken as they are."""
