"""What a person meets on a small screen: nothing cut, nothing wider than the window, a beginning on every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from strategy_studio.drawing.display_list import STATUS_ROLES
from strategy_studio.model.inputs import Cell
from strategy_studio.processes import PROCESSES
from strategy_studio.ui.main_window import MainWindow
from strategy_studio.ui.page_tabs import around
from strategy_studio.ui.parts import Choices
from strategy_studio.ui.status_painter import draw_status
from strategy_studio.ui.theme import THEMES

from . import hands

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEY = Qt.Key
WORKSHEETS = [sheet.name for process in PROCESSES for sheet in process.worksheets]


@pytest.fixture
def fresh(qtbot: QtBot, empty_window: MainWindow, tmp_path: Path) -> MainWindow:
    """A window with a plan that nobody has typed into."""
    with qtbot.waitSignal(empty_window.opened, timeout=30_000):
        empty_window.create_path(tmp_path / "new.strategy")
    return empty_window


def test_tabs_without_room_are_in_a_menu_and_under_the_arrows(window: MainWindow, qtbot: QtBot) -> None:
    work = hands.space(window)
    work.open_worksheet(next(sheet.name for sheet in PROCESSES[0].worksheets if sheet.core))
    bar = work.page.tabs
    away = next(at for at in range(bar.count()) if not bar.isTabVisible(at))
    title, name = bar.tabText(away), bar.tabData(away)
    menu = hands.popup(qtbot, bar.show_more)
    hands.choose(qtbot, menu, title)
    assert work.page.name == name
    assert hands.whole(bar)
    while bar.currentIndex() + 1 < bar.count():
        qtbot.keyClick(bar, KEY.Key_Right)
        assert hands.whole(bar)
    assert work.page.name == bar.tabData(bar.count() - 1)


@pytest.mark.parametrize(
    ("widths", "current", "room", "seen"),
    [
        ([50, 50, 50], 0, 150, (0, 2)), ([50, 50, 50], 0, 149, (0, 1)), ([50, 50, 50], 2, 100, (1, 2)),
        ([50, 50, 50, 50], 1, 150, (0, 2)), ([500, 50], 0, 100, (0, 0)), ([50], 0, 10, (0, 0)),
    ],
)  # fmt: skip
def test_the_tabs_around_the_current_one_are_kept(
    widths: list[int], current: int, room: int, seen: tuple[int, int]
) -> None:
    assert around(widths, current, room) == seen


@pytest.mark.parametrize("settings", [theme.name for theme in THEMES], indirect=True)
def test_the_window_never_grows_beyond_the_screen(window: MainWindow, qtbot: QtBot) -> None:
    work = hands.space(window)
    work.ask_why(Cell("Customer_equity_total"))
    for name in WORKSHEETS[::4]:
        work.open_worksheet(name)
        QApplication.processEvents()
        assert window.width() == 1280, name
        assert work.why.mapTo(window, work.why.rect().topRight()).x() < 1280, name


def test_navigation_has_room_for_every_title(window: MainWindow) -> None:
    work = hands.space(window)
    bold = QFontMetrics(window.look.font("section"))
    titles = [sheet.title for process in PROCESSES for sheet in process.worksheets if sheet.core]
    widest = max(titles, key=bold.horizontalAdvance)
    indent = window.look.px(16 + 16 + 24 + 4)
    assert bold.horizontalAdvance(widest) <= work.navigation.viewport().width() - indent, widest


def test_a_choice_shows_its_arrow_in_every_theme(empty_window: MainWindow, qtbot: QtBot) -> None:
    choice = Choices()
    qtbot.addWidget(choice)
    choice.addItem("One")
    choice.resize(160, 30)
    choice.show()
    for theme in THEMES:
        empty_window.look.switch(theme.name)
        image = choice.grab().toImage()
        area = [image.pixelColor(x, y) for x in range(136, 154) for y in range(8, 22)]
        field = QColor(theme.colors["input"])
        assert any(abs(ink.lightness() - field.lightness()) > 90 for ink in area), theme.name


def test_a_worksheet_without_rows_says_where_they_come_from(fresh: MainWindow, qtbot: QtBot) -> None:
    work = hands.space(fresh)
    empty = [sheet for sheet in hands.document(fresh).plan.sheets.values() if not len(sheet)]
    assert len(empty) > 20
    ways = {(sheet.declaration.rows.mode, sheet.declaration.rows.sources): sheet.name for sheet in empty}
    assert len(ways) > 5
    for name in ways.values():  # one of each way to come by rows
        work.open_worksheet(name)
        band = work.page.no_rows
        assert band.isVisible(), name
        assert band.sentence.text().startswith("No row yet")
        assert band.add_button.isVisible() != band.go_button.isVisible()
    work.open_worksheet("Segment_CLV")
    work.page.no_rows.go_button.click()
    assert work.page.name == "Segments"


def test_add_row_adds_one_and_the_sentence_goes(fresh: MainWindow, qtbot: QtBot) -> None:
    grid = hands.open_grid(fresh, "Segments")
    band = hands.space(fresh).page.no_rows
    band.add_button.click()
    assert len(hands.document(fresh).plan.sheet("Segments")) == 1
    qtbot.waitUntil(lambda: not band.isVisible())
    assert grid.currentIndex().row() == 0
    hands.type_text(qtbot, grid, "Homes")
    hands.space(fresh).open_worksheet("Segment_CLV")
    assert not band.isVisible()
    assert len(hands.document(fresh).plan.sheet("Segment_CLV")) == 1


def test_the_inspector_keeps_nothing_of_another_page(fresh: MainWindow, qtbot: QtBot) -> None:
    work = hands.space(fresh)
    work.open_worksheet("Scorecard")
    inspector = work.inspector
    qtbot.waitUntil(lambda: "Financial" in said(inspector))
    work.open_worksheet("Segment_CLV")
    qtbot.waitUntil(lambda: "Pick a cell" in said(inspector))


def said(inside: object) -> str:
    return " ".join(each.text() for each in inside.findChildren(QLabel))  # type: ignore[attr-defined]


def test_a_newcomer_types_at_once(fresh: MainWindow, qtbot: QtBot) -> None:
    grid = hands.space(fresh).page.grid
    hands.type_text(qtbot, grid, "Money made simple")
    sheet = hands.document(fresh).plan.sheet("Vision_and_ambition")
    assert sheet.value(sheet.ids[0], "Statement") == "Money made simple"


def test_status_words_in_cells_have_the_ink_of_the_status(window: MainWindow, qtbot: QtBot) -> None:
    grid, plan = hands.open_grid(window, "KPIs"), hands.document(window).plan
    sheet = plan.sheet("KPIs")
    seen = 0
    for row in sheet.ids:
        role = STATUS_ROLES.get(str(sheet.value(row, "State")))
        place = grid.worksheet().place(row, "State")
        grid.setCurrentIndex(grid.model().index(place.row(), 0))
        grid.scrollTo(place)
        QApplication.processEvents()
        if role is not None:
            seen += 1
            assert painted(grid.viewport().grab(grid.visualRect(place)).toImage(), window.look.color(role)) >= 6
    assert seen


def test_every_status_word_has_a_shape_of_its_own(window: MainWindow) -> None:
    shapes = []
    for word, role in STATUS_ROLES.items():
        image = QImage(32, 32, QImage.Format.Format_ARGB32)
        image.fill(window.look.color("surface"))
        with QPainter(image) as painter:
            draw_status(painter, window.look, word, QRect(0, 0, 32, 32))
        assert painted(image, window.look.color(role)) > 20, word
        shapes.append(bytes(image.constBits()))
    assert len(set(shapes)) == len(STATUS_ROLES) == 5


def painted(image: QImage, ink: QColor) -> int:
    """How many pixels have a colour."""
    return sum(image.pixelColor(x, y) == ink for x in range(image.width()) for y in range(image.height()))
