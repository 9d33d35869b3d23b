"""The whole window: every worksheet, the walk, the looks, the map, export, and hundreds of careless actions."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

import strategy_studio as studio
from strategy_studio.model.worksheet import Process
from strategy_studio.processes import PROCESSES
from strategy_studio.ui.command_palette import CommandPalette, rank
from strategy_studio.ui.commands import COMMANDS
from strategy_studio.ui.explanation import Spot
from strategy_studio.ui.main_window import MainWindow
from strategy_studio.ui.theme import THEMES
from strategy_studio.ui.worksheet_page import WorksheetPage
from strategy_studio.ui.workspace import Workspace

from . import hands
from .conftest import Opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEY = Qt.Key
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def space(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.title)
def test_every_worksheet_can_be_seen_and_answers_qt_rightly(window: MainWindow, qtbot: QtBot, process: Process) -> None:
    page = space(window).page
    for sheet in process.worksheets:
        space(window).open_worksheet(sheet.name)
        grid = page.grid
        QAbstractItemModelTester(grid.model(), FATAL)
        assert page.head.question.text() == sheet.question
        assert grid.model().columnCount() == len(sheet.columns)
        assert not grid.grab().isNull()
        titles = [grid.model().headerData(at, Qt.Orientation.Horizontal) for at in range(len(sheet.columns))]
        assert sorted(titles) == sorted(column.title for column in sheet.columns)
        QApplication.sendPostedEvents()
        no_tab_is_cut(page)
    hands.at_rest(qtbot, window)


def no_tab_is_cut(page: WorksheetPage) -> None:
    for bar in (page.tabs, page.helpers):
        assert hands.whole(bar) or bar.isHidden(), page.name
    hidden = sum(not page.tabs.isTabVisible(at) for at in range(page.tabs.count()))
    assert page.tabs.more.isVisible() == (hidden > 0)
    assert page.tabs.more.text() == f"{hidden} more" or not hidden


def test_navigation_answers_qt_rightly(window: MainWindow) -> None:
    navigation = space(window).navigation
    QAbstractItemModelTester(navigation.model(), FATAL)
    shown = [navigation.model().index(row, 0).data() for row in range(navigation.model().rowCount())]
    numbered = [process.short for process in PROCESSES if process.number]
    assert [title for title in shown if title in numbered] == numbered


def test_the_walk_visits_every_core_worksheet_and_comes_back(window: MainWindow) -> None:
    core = [sheet.name for process in PROCESSES for sheet in process.worksheets if sheet.core and not sheet.helper_of]
    work = space(window)
    work.open_worksheet(core[0])
    visited = [core[0]]
    while work.page.head.next_button.isEnabled() and len(visited) < 60:
        work.page.head.next_button.click()
        visited.append(work.page.name)
    assert [name for name in visited if name in core] == core
    work.page.head.back_button.click()
    assert work.page.name == visited[-2]


def test_tables_of_a_page_are_tabs_of_it(window: MainWindow) -> None:
    work = space(window)
    helper = next(sheet for process in PROCESSES for sheet in process.worksheets if sheet.helper_of)
    work.open_worksheet(helper.helper_of.replace(" ", "_"))
    bar = work.page.helpers
    assert bar.isVisible()
    names = [bar.tabData(at) for at in range(bar.count())]
    bar.setCurrentIndex(names.index(helper.name))
    assert work.page.name == helper.name


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_themes_switch_live_and_are_remembered(window: MainWindow, settings: object, theme: object) -> None:
    name = theme.name  # type: ignore[attr-defined]
    window.look.switch(name)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    assert application.palette().window().color().name().upper() == window.look.theme.colors["window"]
    assert settings.value("look/theme", "Light") == name  # type: ignore[attr-defined]
    pixel = space(window).page.head.grab().toImage().pixelColor(200, 4)
    assert pixel.name().upper() == window.look.theme.colors["surface"]


def test_text_grows_in_steps_and_goes_back(window: MainWindow) -> None:
    row = space(window).page.grid.rowHeight(0)
    window.tools.actions_by_name["larger"].trigger()
    assert space(window).page.grid.rowHeight(0) > row
    window.tools.actions_by_name["normal_size"].trigger()
    assert space(window).page.grid.rowHeight(0) == row


def test_the_inspector_explains_a_cell_and_leads_to_what_feeds_it(
    window: MainWindow, grid_of: Opened, qtbot: QtBot
) -> None:
    grid = grid_of("Segment_CLV")
    model = grid.worksheet()
    grid.go_to(model.ids[1], "CLV")

    def names() -> list[str]:
        return [each.accessibleName() for each in space(window).inspector.findChildren(QPushButton)]

    qtbot.waitUntil(lambda: any(name.startswith("Margin ") for name in names()), timeout=20_000)
    assert any(name.startswith("Segment value ") for name in names())
    space(window).go_to(Spot("Segments", 0, "Customers"))
    assert space(window).page.name == "Segments"


def test_status_line_counts_missing_inputs_and_leads_there(window: MainWindow, grid_of: Opened, qtbot: QtBot) -> None:
    grid = grid_of("Segments")
    model = grid.worksheet()
    before = len(space(window).document.plan.missing())
    grid.go_to(model.ids[0], "Customers")
    qtbot.keyClick(grid, KEY.Key_Delete)
    assert str(before + 1) in window.status.missing.text()
    grid.go_to(model.ids[2], "Segment")
    window.tools.actions_by_name["first_missing"].trigger()
    index = space(window).page.grid.currentIndex()
    assert (model.row_id(index.row()), model.columns[index.column()].title) == (model.ids[0], "Customers")


def test_the_map_is_drawn_and_opens_worksheets(window: MainWindow, qtbot: QtBot) -> None:
    work = space(window)
    work.open_map()
    qtbot.waitUntil(lambda: bool(work.map.scene().items()), timeout=20_000)
    texts = " ".join(item.text() for item in work.map.scene().items() if hasattr(item, "text"))
    for process in PROCESSES:
        if process.number:
            assert process.title in texts
    work.map.opened.emit("Segments")
    assert work.page.name == "Segments"
    assert work.shows_grid


def test_find_or_run_opens_a_worksheet(window: MainWindow, qtbot: QtBot) -> None:
    window.tools.actions_by_name["go_anywhere"].trigger()
    palette = window.findChild(CommandPalette)
    assert isinstance(palette, CommandPalette)
    qtbot.keyClicks(palette.field, "customer eq")
    qtbot.keyClick(palette.field, KEY.Key_Return)
    assert space(window).page.name == "Customer_equity"


def test_names_are_ranked_by_how_they_begin() -> None:
    names = ["Segment CLV", "CLV cases", "Cohort lifetime value", "Map"]
    assert sorted(names, key=lambda name: rank("clv", name)) == [
        "CLV cases",
        "Segment CLV",
        "Cohort lifetime value",
        "Map",
    ]


def test_formula_bar_shows_the_formula_and_takes_a_value(window: MainWindow, grid_of: Opened, qtbot: QtBot) -> None:
    grid = grid_of("Segments")
    ids, bar = grid.worksheet().ids, space(window).page.bar
    grid.go_to(ids[0], "Customer share")
    assert bar.text.text() == "= [@Customers]/SUM([Customers])"
    assert bar.text.isReadOnly()
    grid.go_to(ids[0], "Customers")
    bar.text.setText("=12*100+1")
    qtbot.keyClick(bar.text, KEY.Key_Return)
    assert grid.worksheet().sheet.value(ids[0], "Customers") == 1201.0


@pytest.mark.parametrize("name", ["copy.xlsx", "map.svg"])
def test_export_writes_beside_the_window(window: MainWindow, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    window.actions_.export_to(tmp_path / name)
    assert not space(window).isEnabled()
    qtbot.waitUntil(space(window).isEnabled, timeout=30_000)
    assert (tmp_path / name).stat().st_size > 1000
    assert name in window.status.message.text()


def test_the_same_plan_twice_is_refused_with_a_sentence(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(studio.PlanError):
        studio.open(tmp_path / "plan.strategy")
    window.open_path(tmp_path / "plan.strategy")
    assert "already" in window.status.message.text()


def test_a_file_that_is_no_plan_leaves_the_open_one(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "letter.strategy"
    path.write_text("Dear all")
    work = space(window)
    with qtbot.waitSignal(window.opened, timeout=30_000):
        window.open_path(path)
    assert window.workspace is work
    assert window.status.message.isVisible()
    assert window.status.message.text().endswith(".")


def test_start_page_begins_a_new_plan_and_remembers_it(empty_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    assert not empty_window.tools.actions_by_name["export"].isEnabled()
    with qtbot.waitSignal(empty_window.opened, timeout=30_000):
        empty_window.create_path(tmp_path / "new.strategy")
    assert empty_window.windowTitle().startswith("new")
    assert space(empty_window).page.head.isVisible()
    empty_window.show_start()
    assert empty_window.workspace is None
    studio.open(tmp_path / "new.strategy").close()
    with qtbot.waitSignal(empty_window.opened, timeout=30_000):
        empty_window.open_last()
    assert empty_window.windowTitle().startswith("new")


def test_a_sample_nobody_edited_is_not_kept_and_an_edited_one_is_found_again(
    empty_window: MainWindow, qtbot: QtBot, data_folder: Path
) -> None:
    with qtbot.waitSignal(empty_window.opened, timeout=60_000):
        empty_window.open_sample("teaching")
    assert list(data_folder.rglob("*.strategy"))
    empty_window.show_start()
    assert not list(data_folder.rglob("unnamed/*.strategy"))
    with qtbot.waitSignal(empty_window.opened, timeout=60_000):
        empty_window.open_sample("teaching")
    work = space(empty_window)
    work.open_worksheet("Segments")
    work.page.grid.go_to(work.page.sheet.ids[0], "Owner")
    work.page.grid.clear_cells()
    empty_window.show_start()
    with qtbot.waitSignal(empty_window.opened, timeout=60_000):
        empty_window.open_last()
    assert space(empty_window).document.plan.sheet("Segments").column("Owner")[0] is None


def test_every_command_has_words_and_a_place(window: MainWindow) -> None:
    shortcuts = [command.shortcut for command in COMMANDS if command.shortcut]
    assert len(shortcuts) == len(set(shortcuts))
    for command in COMMANDS:
        action = window.tools.actions_by_name[command.name]
        assert action.text()
        assert action in window.tools.menus[command.menu].actions()


def _act(window: MainWindow, chance: random.Random) -> None:
    """One careless action."""
    work = space(window)
    grid = work.page.grid
    deed = chance.randrange(12)
    if deed == 0:
        names = list(work.document.plan.structure.worksheets)
        work.open_worksheet(chance.choice(names))
    elif deed <= 3:
        grid.move_to(chance.randrange(8), chance.randrange(12), extend=chance.random() < 0.4)
    elif deed <= 6:
        grid.move_to(chance.randrange(6), chance.randrange(8))
        _type(grid, chance.choice(["5", "x", "82 %", "2027-06-30", "yes", "-1", "Target", "=1/0", "Homes", ""]))
    elif deed == 7:
        QGuiApplication.clipboard().setText(chance.choice(["1\t2\n3\t4\n", "a\n", '"q\n', "\t\n", "Watch\nTarget\n"]))
        grid.paste()
    elif deed == 8:
        chance.choice([grid.clear_cells, grid.fill_down, grid.copy, grid.insert_row, grid.duplicate_rows])()
    elif deed == 9:
        work.document.undo()
    elif deed == 10:
        chance.choice([work.document.redo, work.open_map, work.go_to_first_missing])()
    else:
        work.step(chance.choice([-1, 1]))


def _type(grid: object, text: str) -> None:
    from PySide6.QtTest import QTest

    QTest.keyClick(grid, KEY.Key_F2)  # type: ignore[call-overload]
    field = QApplication.focusWidget()
    if field is grid or field is None:
        return
    QTest.keyClicks(field, text)
    QTest.keyClick(field, KEY.Key_Return)
    QTest.keyClick(field, KEY.Key_Escape)


@pytest.mark.parametrize(
    ("seed", "actions"),
    [(3, 120), pytest.param(1, 300, marks=pytest.mark.slow), pytest.param(2, 300, marks=pytest.mark.slow)],
)
def test_hundreds_of_careless_actions(window: MainWindow, qtbot: QtBot, seed: int, actions: int) -> None:
    chance, document = random.Random(seed), space(window).document
    for count in range(actions):
        _act(window, chance)
        if count % 10 == 0:
            QApplication.processEvents()
    before = {node: document.plan.values(node) for node in document.plan.structure.order}
    document.session.recalculate()
    for node, old in before.items():
        new = document.plan.values(node)
        assert np.allclose(old.numbers, new.numbers), node
    while document.undo():
        pass
    assert document.session.undo_label == ""
    hands.at_rest(qtbot, window)


def test_who_picks_a_worksheet_goes_on_typing_in_it(window: MainWindow, qtbot: QtBot) -> None:
    work = space(window)
    work.open_map()
    listed = work.navigation
    line = next(
        listed.model().index(row, 0)
        for row in range(listed.model().rowCount())
        if listed.model().index(row, 0).data() == "Value"
    )
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=listed.visualRect(line).center())
    assert work.page.grid.hasFocus()
