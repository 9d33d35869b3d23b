"""The command line: open the window, or work with a plan without one."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from ..formula.errors import PlanError

COMMANDS = (
    "demo", "new", "show", "set", "export", "import", "check", "explain", "why", "compare", "sensitivity", "simulate",
    "seek", "add", "close", "review", "suggest", "preset", "undo",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0, or 2 with one sentence on standard error."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words and words[0] in COMMANDS:
            return run_command(words)
        return open_window(words)
    except PlanError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except OSError as problem:
        print(f"{problem.filename or 'The file'}: {problem.strerror}. Choose another place.", file=sys.stderr)
        return 2


def open_window(words: list[str]) -> int:
    """Show the window; on a machine without a display, say so and name `demo`."""
    if words in (["-h"], ["--help"]):
        from .parser import parser

        parser().print_help()
        return 0
    if not has_display():
        raise PlanError("There is no display here. Run `strategy-studio demo` for the sample's workbook and map.")
    from ..app import main as show_window

    return show_window(words)


def has_display() -> bool:
    """Whether a window can be shown."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_command(words: list[str]) -> int:
    """Run a command that needs no window."""
    from .parser import read

    try:
        found = read(with_values_last(words))
    except SystemExit as end:
        return 0 if end.code in (0, None) else 2
    found.run(found)
    return 0


def with_values_last(words: list[str]) -> list[str]:
    """The words of `set` with its option in front and a mark before the rest: a value may begin with a minus sign."""
    if words[0] != "set" or {"-h", "--help"} & set(words):
        return words
    at = words.index("--scenario") if "--scenario" in words else len(words)
    return ["set", *words[at : at + 2], "--", *words[1:at], *words[at + 2 :]]
