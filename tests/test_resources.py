"""What comes with the studio: it is found, complete, and may be passed on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from strategy_studio.resources import resource

ICONS = sorted(path for path in resource("icons").glob("*.svg") if path.stem != "strategy-studio")


def test_a_missing_resource_is_told_in_a_sentence() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/unicorn\.svg is missing\. Install it again\."):
        resource("icons/unicorn.svg")


def test_inter_comes_in_the_four_weights_of_the_look(qapp: QApplication) -> None:
    for path in resource("fonts").glob("*.ttf"):
        assert "Inter" in QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    weights = {QFontDatabase.weight("Inter", style) for style in QFontDatabase.styles("Inter")}
    assert {400, 500, 600, 700} <= weights


@pytest.mark.parametrize("icon", ICONS, ids=lambda path: path.stem)
def test_an_icon_takes_its_colour_from_the_theme(icon: Path) -> None:
    text = icon.read_text("utf-8")
    assert 'stroke="currentColor"' in text
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b|<script|href=", text)


@pytest.mark.parametrize(
    ("licence", "words"),
    [("fonts/Inter-LICENSE.txt", "SIL OPEN FONT LICENSE"), ("icons/Lucide-LICENSE.txt", "ISC License")],
)
def test_the_licences_lie_beside_the_files(licence: str, words: str) -> None:
    assert words.casefold() in resource(licence).read_text("utf-8").casefold()
