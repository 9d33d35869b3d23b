"""Blocks go to the clipboard and come back as Excel writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy_studio.ui.clipboard import from_text, to_text

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)
WIDTHS = st.integers(1, 5)
BLOCKS = WIDTHS.flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6))


@given(BLOCKS)
def test_every_block_comes_back_as_it_went(block: list[list[str]]) -> None:
    assert from_text(to_text(block)) == block


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("12", [["12"]]),
        ("a\tb\nc\n", [["a", "b"], ["c"]]),
        ('"two\nlines"\tx\n', [["two\nlines", "x"]]),
        ('"a ""quoted"" word"\n', [['a "quoted" word']]),
        ('5" pipe\tx\n', [['5" pipe', "x"]]),
        ('"never closed\tx\n', [['"never closed', "x"]]),
        ('"closed" and more\n', [['"closed" and more']]),
        ("a\n\nb\n", [["a"], [""], ["b"]]),
        ("", [[""]]),
    ],
)
def test_texts_as_other_programs_write_them(text: str, block: list[list[str]]) -> None:
    assert from_text(text) == block
