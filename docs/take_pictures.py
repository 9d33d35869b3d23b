"""Takes the pictures of the README from the real window on the sample plan: `python3 dev.py pictures`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from strategy_studio.api import OpenPlan
    from strategy_studio.ui.grid_view import WorksheetGrid
    from strategy_studio.ui.main_window import MainWindow
    from strategy_studio.ui.workspace import Workspace

SIZE = (1360, 860)
REST = 1.0
PATIENCE = 60
SMALLEST = 0
OFFICE, PAGES = "soffice", "pdftoppm"
PAGE_DPI = "100"
AUTHOR = "M. Brandt"


def main(folder: Path) -> None:
    """Take every picture into the folder, without a display, leaving the user's own settings and plans alone."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        os.environ["STRATEGY_STUDIO_DATA"] = data
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ["LOGNAME"] = AUTHOR
        picture_window(folder, Path(data))
        picture_exports(folder, Path(data))


def picture_window(folder: Path, data: Path) -> None:
    """A worksheet by day and by night, a refused edit, scorecard and map; then the tour around the loop."""
    from PySide6.QtCore import QLocale, QSettings

    from strategy_studio.app import make_application, make_window

    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    application = make_application()
    window = make_window(application, QSettings(str(data / "settings.ini"), QSettings.Format.IniFormat))
    window.resize(*SIZE)
    window.show()
    wait_for_sample(window)
    for name, take in scenes().items():
        take(window)
        keep(window, folder / f"{name}.png")
    window.close()


def scenes() -> dict[str, Callable[[MainWindow], None]]:
    """What each picture shows, in the order in which they are taken."""
    return {
        "worksheet-light": lambda window: at_cell(window, "Segment CLV", "Affluent professionals", "CLV"),
        "worksheet-dark": lambda window: window.look.switch("Dark"),
        "refusal": refused_edit,
        "scorecard": lambda window: space(window).open_worksheet("Scorecard"),
        "map": lambda window: space(window).open_map(),
        "scenario": measured_value,
        "why": asked_why,
        "suggestions": closed_round,
    }


def at_cell(window: MainWindow, worksheet: str, key: str, column: str) -> WorksheetGrid:
    """Go to a cell as a user would, and give its grid."""
    work = space(window)
    work.open_worksheet(worksheet.replace(" ", "_"))
    grid = work.page.grid
    row = work.page.sheet.row_of(key)
    assert row is not None
    grid.go_to(row, column)
    return grid


def refused_edit(window: MainWindow) -> None:
    """Type what a retention rate cannot be, so that the sentence beside the cell is seen."""
    window.look.switch("Light")
    enter(at_cell(window, "Segment CLV", "Affluent professionals", "Retention rate"), "most")


def enter(grid: WorksheetGrid, text: str) -> None:
    """Type over the current cell and press Enter."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    QTest.keyClick(grid, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    assert field is not None
    assert field is not grid
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def measured_value(window: MainWindow) -> None:
    """The tour's missing input in the plan, and its measured retention under Actual."""
    from strategy_studio.model.scenarios import ACTUAL

    enter(at_cell(window, "Segment CLV", "Self-employed", "Retention rate"), "86 %")
    space(window).document.show_scenario(ACTUAL)
    enter(at_cell(window, "Segment CLV", "Digital families", "Retention rate"), "70 %")
    at_cell(window, "Segment CLV", "Digital families", "Retention rate")


def asked_why(window: MainWindow) -> None:
    """The waterfall of customer equity, measured against planned."""
    from strategy_studio.ui.explanation import Spot

    work = space(window)
    work.go_to(Spot("Customer_equity", 0, "Customer_equity_total"))
    work.ask_why()
    wait_for_chart(work.why.panel.picture)


def closed_round(window: MainWindow) -> None:
    """The suggestions that a closed round leaves."""
    from strategy_studio.model.own_changes import CloseRound

    work = space(window)
    work.why.close()
    work.document.show_scenario("")
    assert work.document.apply(CloseRound("2027 H1"))
    work.news.tell_closed("2027 H1")
    work.news.show_button.click()


def space(window: MainWindow) -> Workspace:
    """The open plan on screen."""
    assert window.workspace is not None
    return window.workspace


def wait_for_sample(window: MainWindow) -> None:
    """Open the sample and return when it is on screen."""
    window.open_sample("fenmoor")
    wait_until(lambda: window.workspace is not None and space(window).document.is_judged, "the sample did not open")


def rest(seconds: float) -> None:
    """Let the window and the threads beside it work; QTest's own waiting would hold Python's threads up."""
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)


def wait_until(reached: Callable[[], bool], else_say: str) -> None:
    """Return when something that is done beside the window has come."""
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, else_say
        rest(0.1)


def wait_for_chart(picture: QLabel) -> None:
    """Return when a chart that is drawn beside the window has come."""
    wait_until(lambda: not picture.pixmap().isNull(), "the chart was not drawn")


def keep(window: MainWindow, path: Path) -> None:
    """Let the window come to rest and write what it shows."""
    from PySide6.QtGui import QImage

    chart = space(window).inspector.chart
    if chart.isVisible():
        wait_for_chart(chart.picture)
    rest(REST)
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    assert image.save(str(path), "PNG", SMALLEST), f"{path} was not written"


def picture_exports(folder: Path, data: Path) -> None:
    """Exported map and charts, and the first page of the workbook where the programs to draw it are there."""
    import strategy_studio as studio

    with studio.sample(data / "Fenmoor.strategy") as plan:
        plan.export(folder / "exported-map.png")
        picture_charts(plan, folder)
        workbook = plan.export(data / "Fenmoor.xlsx")
    if shutil.which(OFFICE) is None or shutil.which(PAGES) is None:
        sys.stderr.write(f"The workbook's picture stays as it is: drawing it needs {OFFICE} and {PAGES}.\n")
        return
    profile = f"-env:UserInstallation={(data / 'office').as_uri()}"
    run(OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(data), str(workbook))
    run(PAGES, "-png", "-r", PAGE_DPI, "-singlefile", str(workbook.with_suffix(".pdf")), str(folder / "workbook"))


def picture_charts(plan: OpenPlan, folder: Path) -> None:
    """Scorecard page, strategy map, scenarios and what moves customer equity, as the demo writes them."""
    from strategy_studio.demo import FIGURE, KEY_FIGURES
    from strategy_studio.drawing.comparison_chart import draw_comparison
    from strategy_studio.drawing.scorecard_chart import scorecard_pages
    from strategy_studio.drawing.strategy_map import strategy_map
    from strategy_studio.drawing.tornado import draw_tornado
    from strategy_studio.exchange.pictures import save_figure, save_picture

    save_picture(scorecard_pages(plan.plan)[0], folder / "scorecard-page.png")
    save_picture(strategy_map(plan.plan), folder / "strategy-map.png")
    save_figure(draw_comparison(plan.compare(KEY_FIGURES), plan.plan), folder / "scenarios.png")
    save_figure(draw_tornado(plan.plan, plan.sensitivity(FIGURE)), folder / "tornado.png")


def run(*command: str) -> None:
    """Run a program of this machine to its end; subprocess.CalledProcessError when it fails."""
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "pictures")
