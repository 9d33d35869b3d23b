"""A user's own worksheets, columns and Figures as records of the plan file, and back."""

from __future__ import annotations

from collections.abc import Mapping

from .columns import Column
from .kinds import from_words
from .storage import Image
from .structure import Additions
from .worksheet import Figure, Worksheet


def column_image(worksheet: str, column: Column, place: int) -> Image:
    """The record of a user's column; `worksheet` is the stored name, `place` its order among the added ones."""
    return {
        "worksheet": worksheet,
        "title": column.title,
        "kind": str(column.kind),
        "formula": column.formula,
        "unit": column.unit,
        "format": column.format,
        "help": column.help,
        "key": column.key,
        "place": place,
    }


def column_from(identity: str, image: Image) -> Column:
    """The column a record stands for."""
    return Column(
        image["title"],
        from_words(image["kind"]),
        formula=image.get("formula", ""),
        key=image.get("key", False),
        unit=image.get("unit", ""),
        format=image.get("format", ""),
        help=image.get("help", ""),
        identity=identity,
    )


def figure_image(figure: Figure) -> Image:
    """The record of a user's Figure."""
    return {
        "name": figure.name,
        "formula": figure.formula,
        "kind": str(figure.kind),
        "format": figure.format,
        "help": figure.help,
    }


def figure_from(image: Image) -> Figure:
    """The Figure a record stands for."""
    return Figure(
        image["name"],
        image["formula"],
        from_words(image["kind"]),
        image.get("format", ""),
        help=image.get("help", ""),
    )


def worksheet_image(process: str, sheet: Worksheet) -> Image:
    """The record of a user's worksheet; its columns are records of their own."""
    return {"process": process, "title": sheet.title, "component": sheet.component, "question": sheet.question}


def additions_of(records: Mapping[tuple[str, str], Image]) -> Additions:
    """All a user added, from the records of the plan."""
    columns = sorted(
        ((image, column_from(key, image)) for (table, key), image in records.items() if table == "column"),
        key=lambda pair: (pair[0]["place"], pair[1].identity),
    )
    own: dict[str, list[Column]] = {}
    for image, column in columns:
        own.setdefault(image["worksheet"], []).append(column)
    worksheets = [
        (
            image["process"],
            Worksheet(
                image["title"],
                image.get("component", ""),
                image.get("question", ""),
                tuple(own.pop(key, ())),
                identity=key,
            ),
        )
        for (table, key), image in records.items()
        if table == "worksheet"
    ]
    added = tuple((worksheet.replace(" ", "_"), column) for worksheet, found in own.items() for column in found)
    figures = tuple(figure_from(image) for (table, _), image in records.items() if table == "figure")
    return Additions(tuple(worksheets), added, figures)
