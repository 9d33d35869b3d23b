"""The actions of the window as a table: name, menu, words, shortcut, icon. The window connects each by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

Needs = Literal["", "plan", "grid"]


@dataclass(frozen=True, slots=True)
class Command:
    """One action; `needs` says when it can be used, `shown` is a shortcut that the grid itself answers."""

    name: str
    menu: str
    text: str
    shortcut: str = ""
    icon: str = ""
    needs: Needs = ""
    shown: str = ""
    gap: bool = False

    @property
    def words(self) -> str:
        """The text in the user's language."""
        return QCoreApplication.translate("Command", self.text)


FILE = str(QT_TRANSLATE_NOOP("Command", "File"))
EDIT = str(QT_TRANSLATE_NOOP("Command", "Edit"))
INSERT = str(QT_TRANSLATE_NOOP("Command", "Insert"))
PLAN = str(QT_TRANSLATE_NOOP("Command", "Plan"))
VIEW = str(QT_TRANSLATE_NOOP("Command", "View"))
HELP = str(QT_TRANSLATE_NOOP("Command", "Help"))
MENUS = (FILE, EDIT, INSERT, PLAN, VIEW, HELP)

COMMANDS = (
    Command("new_plan", FILE, str(QT_TRANSLATE_NOOP("Command", "New plan...")), "Ctrl+N", "file-plus"),
    Command("open_plan", FILE, str(QT_TRANSLATE_NOOP("Command", "Open...")), "Ctrl+O", "folder-open"),
    Command("start", FILE, str(QT_TRANSLATE_NOOP("Command", "Start page: samples and recent plans"))),
    Command("save_copy", FILE, str(QT_TRANSLATE_NOOP("Command", "Save a copy...")), "Ctrl+Shift+S", "copy", "plan",
            gap=True),
    Command("export", FILE, str(QT_TRANSLATE_NOOP("Command", "Export...")), "Ctrl+E", "download", "plan"),
    Command("close_window", FILE, str(QT_TRANSLATE_NOOP("Command", "Quit")), "Ctrl+Q", gap=True),
    Command("undo", EDIT, str(QT_TRANSLATE_NOOP("Command", "Undo")), "Ctrl+Z", "undo-2", "plan"),
    Command("redo", EDIT, str(QT_TRANSLATE_NOOP("Command", "Redo")), "Ctrl+Y", "redo-2", "plan"),
    Command("cut", EDIT, str(QT_TRANSLATE_NOOP("Command", "Cut")), "", "scissors", "grid", "Ctrl+X", gap=True),
    Command("copy", EDIT, str(QT_TRANSLATE_NOOP("Command", "Copy")), "", "copy", "grid", "Ctrl+C"),
    Command("paste", EDIT, str(QT_TRANSLATE_NOOP("Command", "Paste")), "", "clipboard-paste", "grid", "Ctrl+V"),
    Command("fill_down", EDIT, str(QT_TRANSLATE_NOOP("Command", "Fill down")), "Ctrl+D", "arrow-down-to-line", "grid"),
    Command("fill_right", EDIT, str(QT_TRANSLATE_NOOP("Command", "Fill right")), "Ctrl+R", "", "grid"),
    Command("clear_cells", EDIT, str(QT_TRANSLATE_NOOP("Command", "Clear cells")), "", "", "grid", "Del"),
    Command("remove_rows", EDIT, str(QT_TRANSLATE_NOOP("Command", "Remove rows")), "Ctrl+Del", "trash-2", "grid",
            gap=True),
    Command("move_rows_up", EDIT, str(QT_TRANSLATE_NOOP("Command", "Move rows up")), "Alt+Shift+Up", "", "grid"),
    Command("move_rows_down", EDIT, str(QT_TRANSLATE_NOOP("Command", "Move rows down")), "Alt+Shift+Down", "", "grid"),
    Command("insert_row", INSERT, str(QT_TRANSLATE_NOOP("Command", "Row above")), "Ctrl+Shift++", "plus", "grid"),
    Command("duplicate_rows", INSERT, str(QT_TRANSLATE_NOOP("Command", "Copy of the selected rows")), "", "copy",
            "grid"),
    Command("add_column", INSERT, str(QT_TRANSLATE_NOOP("Command", "Column...")), "", "columns-3", "grid", gap=True),
    Command("add_figure", INSERT, str(QT_TRANSLATE_NOOP("Command", "Figure...")), "", "", "plan"),
    Command("next_page", PLAN, str(QT_TRANSLATE_NOOP("Command", "Next question")), "Alt+Right", "arrow-right", "plan"),
    Command("last_page", PLAN, str(QT_TRANSLATE_NOOP("Command", "Question before")), "Alt+Left", "arrow-left", "plan"),
    Command("first_missing", PLAN, str(QT_TRANSLATE_NOOP("Command", "Go to the next missing input")), "F4",
            "circle-dashed", "plan"),
    Command("choose_scenario", PLAN, str(QT_TRANSLATE_NOOP("Command", "Scenario...")), "Alt+S", "git-compare", "plan",
            gap=True),
    Command("why", PLAN, str(QT_TRANSLATE_NOOP("Command", "Why is this number different?")), "Alt+W", "waypoints",
            "plan"),
    Command("propose_findings", PLAN, str(QT_TRANSLATE_NOOP("Command", "Propose findings for the review...")), "",
            "list-checks", "plan", gap=True),
    Command("next_suggestion", PLAN, str(QT_TRANSLATE_NOOP("Command", "Go to the next suggestion")), "Shift+F4",
            "message-square-plus", "plan"),
    Command("close_round", PLAN, str(QT_TRANSLATE_NOOP("Command", "Close round...")), "", "calendar-check", "plan",
            gap=True),
    Command("rounds", PLAN, str(QT_TRANSLATE_NOOP("Command", "Rounds...")), "", "history", "plan"),
    Command("keep_version", PLAN, str(QT_TRANSLATE_NOOP("Command", "Keep a version...")), "", "pin", "plan", gap=True),
    Command("versions", PLAN, str(QT_TRANSLATE_NOOP("Command", "Versions...")), "", "copy", "plan"),
    Command("scoring", PLAN, str(QT_TRANSLATE_NOOP("Command", "Scoring...")), "", "gauge", "plan", gap=True),
    Command("left_over", PLAN, str(QT_TRANSLATE_NOOP("Command", "Left over...")), "", "", "plan"),
    Command("go_anywhere", VIEW, str(QT_TRANSLATE_NOOP("Command", "Find or run...")), "Ctrl+K", "search", "plan"),
    Command("show_map", VIEW, str(QT_TRANSLATE_NOOP("Command", "Map")), "Ctrl+M", "map", "plan"),
    Command("toggle_inspector", VIEW, str(QT_TRANSLATE_NOOP("Command", "Show or hide the inspector")), "Ctrl+I",
            "panel-right", "plan"),
    Command("next_part", VIEW, str(QT_TRANSLATE_NOOP("Command", "Next part of the window")), "F6", "", "plan",
            gap=True),
    Command("last_part", VIEW, str(QT_TRANSLATE_NOOP("Command", "Part before")), "Shift+F6", "", "plan"),
    Command("larger", VIEW, str(QT_TRANSLATE_NOOP("Command", "Larger text")), "Ctrl++", gap=True),
    Command("smaller", VIEW, str(QT_TRANSLATE_NOOP("Command", "Smaller text")), "Ctrl+-"),
    Command("normal_size", VIEW, str(QT_TRANSLATE_NOOP("Command", "Text at 100 %")), "Ctrl+0"),
    Command("keys", HELP, str(QT_TRANSLATE_NOOP("Command", "Keys and mouse")), "F1", "circle-question-mark"),
    Command("about", HELP, str(QT_TRANSLATE_NOOP("Command", "About Strategy Studio"))),
)  # fmt: skip
