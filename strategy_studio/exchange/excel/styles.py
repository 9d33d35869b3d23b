"""Cell formats of the workbook: typed and computed cells look different, colours are those of the Light theme."""

from __future__ import annotations

from typing import Any

from ...drawing.palette import colours

FONT = "Calibri"
STATUS_LOOKS = {
    "On target": ("on", "onsoft", "●"),
    "Watch": ("watch", "watchsoft", "▲"),
    "Off target": ("off", "offsoft", "■"),
    "No data": ("nodata", "nodatasoft", "○"),
    "Not due": ("nodata", "nodatasoft", "◔"),
}
"""Status words with their colour, tint and sign: always word, shape and colour together."""


_LEFT = {"align": "left", "indent": 1}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._colour = colours("light")
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def make(self, **properties: Any) -> Any:
        """A format; colours are given as roles of the palette."""
        for name in ("font_color", "bg_color", "border_color", "bottom_color", "top_color", "left_color"):
            if name in properties:
                properties[name] = self._colour[properties[name]]
        named = {"font_name": FONT, "font_size": 10, "valign": "top", **properties}
        key = tuple(sorted(named.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(named)
        return self._made[key]

    def colour(self, role: str) -> str:
        """The hex colour of a role."""
        return self._colour[role]

    def rule(self, ink: str, tint: str) -> Any:
        """What a conditional format changes: ink and fill only."""
        key = (("rule", (ink, tint)),)
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_color": self._colour[ink], "bg_color": self._colour[tint]})
        return self._made[key]

    def typed(self, number_format: str, wrap: bool = False, key: bool = False, left: bool = False) -> Any:
        """A cell that people fill in: ink blue on white."""
        return self.make(
            num_format=number_format, font_color="inputtext", bg_color="input", text_wrap=wrap, bold=key,
            border=1, border_color="grid", **_LEFT if left else {},
        )  # fmt: skip

    def computed(self, number_format: str, wrap: bool = False, key: bool = False, left: bool = False) -> Any:
        """A cell with a formula, or a key that follows another worksheet: tinted."""
        return self.make(
            num_format="General" if number_format == "@" else number_format, font_color="text", bg_color="computed",
            text_wrap=wrap, bold=key, border=1, border_color="grid", **_LEFT if left else {},
        )  # fmt: skip

    def header(self, right: bool = False) -> Any:
        """The title of a column, aligned as its cells."""
        return self.make(
            bold=True, bg_color="header", font_color="text", text_wrap=True, valign="bottom", bottom=2,
            bottom_color="control", **{"align": "right"} if right else _LEFT,
        )  # fmt: skip

    def zone(self) -> Any:
        """The band above the titles that says who fills the columns."""
        return self.make(font_size=9, font_color="muted", valign="bottom")

    def title(self) -> Any:
        """The title of a sheet."""
        return self.make(bold=True, font_size=16, font_color="text", valign="vcenter")

    def question(self) -> Any:
        """The question a sheet answers."""
        return self.make(font_size=11, font_color="muted", valign="vcenter")

    def note(self) -> Any:
        """A sentence of text."""
        return self.make(text_wrap=True, font_color="text", **_LEFT)


def mark_statuses(page: Any, styles: Styles, area: tuple[int, int, int, int]) -> None:
    """Colour the status words in an area (first row, first column, last row, last column)."""
    for word, (ink, tint, _) in STATUS_LOOKS.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": styles.rule(ink, tint)}
        page.conditional_format(*area, rule)
