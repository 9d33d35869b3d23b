"""A user's own titles and Names beside what the studio declares since: what stands in the way is called “own”."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..formula.errors import FormulaProblem
from ..formula.parser import parse
from ..formula.printing import to_text
from ..formula.references import rename_column, rename_name, rename_worksheet
from .kinds import from_words
from .storage import Image
from .structure import RESERVED_TITLES, column_node
from .worksheet import Parameter, Process, Worksheet

Key = tuple[str, str]
LONGEST_SHEET_TITLE = 31


def settled(
    records: Mapping[Key, Image], processes: Iterable[Process], parameters: Iterable[Parameter]
) -> dict[Key, Image | None]:
    """The records of a user's additions that must be read differently under these declarations.

    A title or Name that a worksheet, column or Name has taken since gets “own” behind it, and the user's formulas
    follow; a worksheet whose process is gone moves to the last one; None leaves out a Reference column whose key
    column is gone.
    """
    if not any(table in ("worksheet", "column", "figure") for table, _ in records):
        return {}
    declared = list(processes)
    names = [parameter.name for parameter in parameters]
    names += [figure.name for sheet in _sheets(declared).values() for figure in sheet.figures]
    found = {**_worksheets(records, declared, names), **_figures(records, declared, names)}
    found |= _columns({**records, **found}, declared)
    changed: dict[Key, Image | None] = dict(_followed(records, found, _renames(records, found)) if found else {})
    for key in _lost({key: changed.get(key) or image for key, image in records.items()}, declared):
        changed[key] = None
    return changed


def _sheets(processes: Iterable[Process]) -> dict[str, Worksheet]:
    return {sheet.title: sheet for process in processes for sheet in process.worksheets}


def free_title(title: str, taken: Iterable[str], write: Callable[[str, str], str]) -> str:
    """The title, or with “own” and a number behind it, so that it is none of the folded titles taken."""
    folded, wanted, number = set(taken), title, 1
    while wanted.replace(" ", "_").casefold() in folded:
        wanted = write(title, "own" if number == 1 else f"own {number}")
        number += 1
    return wanted


def _folded(titles: Iterable[str]) -> set[str]:
    return {title.replace(" ", "_").casefold() for title in titles}


def _worksheets(records: Mapping[Key, Image], processes: list[Process], names: Iterable[str]) -> dict[Key, Image]:
    taken = _folded([*_sheets(processes), *names, *RESERVED_TITLES])
    known = {process.title for process in processes}
    found: dict[Key, Image] = {}
    for (table, key), image in records.items():
        if table != "worksheet":
            continue
        title = free_title(
            image["title"], taken, lambda old, own: f"{old[: LONGEST_SHEET_TITLE - len(own) - 1].strip()} {own}"
        )
        process = image["process"] if image["process"] in known else processes[-1].title
        taken |= _folded([title])
        if title != image["title"] or process != image["process"]:
            found[table, key] = {**image, "title": title, "process": process}
    return found


def _figures(records: Mapping[Key, Image], processes: list[Process], names: Iterable[str]) -> dict[Key, Image]:
    taken = _folded([*_sheets(processes), *names])
    found: dict[Key, Image] = {}
    for (table, key), image in records.items():
        if table == "figure":
            name = free_title(image["name"], taken, lambda old, own: f"{old}_{own.replace(' ', '_')}")
            taken |= _folded([name])
            if name != image["name"]:
                found[table, key] = {**image, "name": name}
    return found


def _columns(records: Mapping[Key, Image], processes: list[Process]) -> dict[Key, Image]:
    sheets = _sheets(processes)
    taken: dict[str, set[str]] = {
        title: _folded(column.title for column in sheet.columns) for title, sheet in sheets.items()
    }
    found: dict[Key, Image] = {}
    for (table, key), image in records.items():
        if table == "column":
            others = taken.setdefault(image["worksheet"], set())
            title = free_title(image["title"], others, lambda old, own: f"{old} ({own})")
            others |= _folded([title])
            if title != image["title"]:
                found[table, key] = {**image, "title": title}
    return found


@dataclass(frozen=True, slots=True)
class _Renames:
    """Old and new titles: columns with their worksheet, Names, worksheets; all as formulas write them."""

    columns: tuple[tuple[str, str, str], ...]
    names: tuple[tuple[str, str], ...]
    sheets: tuple[tuple[str, str], ...]

    def of_formula(self, text: str, own: str) -> str:
        """A formula of the worksheet `own` that means what it meant; one that cannot be read stays."""
        try:
            tree = before = parse(text)
        except FormulaProblem:
            return text
        for worksheet, old, new in self.columns:  # first, while worksheets have the titles the formula knows
            tree = rename_column(tree, own, worksheet, old, new)
        for old, new in self.names:
            tree = rename_name(tree, old, new)
        for old, new in self.sheets:
            tree = rename_worksheet(tree, old, new)
        return text if tree == before else to_text(tree, short_for=own)

    def of_kind(self, words: str) -> str:
        """A kind whose Reference names the worksheet it named."""
        for old, new in self.sheets:
            if words.casefold().startswith(f"reference({old}[".casefold()):
                return f"Reference({new}[{words.split('[', 1)[1]}"
        return words


def _renames(records: Mapping[Key, Image], found: Mapping[Key, Image]) -> _Renames:
    sheets = {key: image["title"] for (table, key), image in records.items() if table == "worksheet"}
    columns, names, titles = [], [], []
    for (table, key), image in found.items():
        before = records[table, key]
        if table == "column":
            sheet = str(sheets.get(image["worksheet"], image["worksheet"])).replace(" ", "_")
            columns.append((sheet, before["title"], image["title"]))
        elif table == "figure":
            names.append((before["name"], image["name"]))
        elif before["title"] != image["title"]:
            titles.append((before["title"].replace(" ", "_"), image["title"].replace(" ", "_")))
    return _Renames(tuple(columns), tuple(names), tuple(titles))


def _followed(records: Mapping[Key, Image], found: Mapping[Key, Image], renames: _Renames) -> dict[Key, Image]:
    """All images that differ once formulas and References follow the renames."""
    sheets = {key: str(image["title"]) for (table, key), image in records.items() if table == "worksheet"}
    changed = dict(found)
    for key, before in records.items():
        image = dict(changed.get(key, before))
        if key[0] in ("column", "figure") and image.get("formula"):
            worksheet: str = image.get("worksheet", "")
            own = sheets.get(worksheet, worksheet).replace(" ", "_")
            image["formula"] = renames.of_formula(image["formula"], own)
        if key[0] == "column":
            image["kind"] = renames.of_kind(image["kind"])
        if image != before:
            changed[key] = image
    return changed


def _lost(records: Mapping[Key, Image], processes: list[Process]) -> Iterator[Key]:
    """Columns that refer to a key column there is not."""
    keys = {
        column_node(sheet.name, column.title).casefold()
        for sheet in _sheets(processes).values()
        for column in sheet.keys
    }
    own = {key: image["title"].replace(" ", "_") for (table, key), image in records.items() if table == "worksheet"}
    keys |= {
        column_node(own[image["worksheet"]], image["title"]).casefold()
        for (table, _), image in records.items()
        if table == "column" and image.get("key") and image["worksheet"] in own
    }
    for (table, key), image in records.items():
        refers = table == "column" and image["kind"].startswith("Reference(") and not image.get("formula")
        if refers and from_words(image["kind"]).target.casefold() not in keys:
            yield table, key
