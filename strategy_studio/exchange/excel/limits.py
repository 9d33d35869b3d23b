"""What a cell of a workbook can hold: long texts are cut, the largest numbers written so that they stay numbers."""

from __future__ import annotations

LONGEST_TEXT = 32_767
"""What Excel takes in a cell, in the units it counts: signs outside the basic plane count twice."""
LARGEST = 1.79769313486231e308
"""Numbers are written with 16 digits; what lies above would be rounded up beyond all numbers."""


def cut(text: str, most: int = LONGEST_TEXT) -> str:
    """The text, or as many whole signs of its beginning as make `most` UTF-16 units."""
    if len(text) * 2 <= most:
        return text
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


def is_cut(text: str) -> bool:
    """Whether a text is longer than a cell."""
    return len(text) * 2 > LONGEST_TEXT and len(text.encode("utf-16-le")) > 2 * LONGEST_TEXT


def within(number: float) -> float:
    """The number, or the largest that can be written."""
    return min(max(number, -LARGEST), LARGEST)
