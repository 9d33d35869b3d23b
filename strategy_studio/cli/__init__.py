"""The command line: open the window, or work with a plan without one."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout

from ..formula.errors import PlanError
from .output import WhileRead

COMMANDS = (
    "demo", "new", "show", "set", "export", "import", "check", "explain", "why", "compare", "sensitivity", "simulate",
    "seek", "table", "add", "close", "review", "suggest", "preset", "undo", "history",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all its work is done, though nobody read what it printed; else 2 and one sentence."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words and words[0] in COMMANDS:
            return run_command(words)
        return open_window(words)
    except PlanError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"{problem.filename or 'The file'}: {problem.strerror}. Choose another place.", file=sys.stderr)
        return 2


def open_window(words: list[str]) -> int:
    """Show the window; on a machine without a display, say so and name `demo`."""
    if words in (["-h"], ["--help"]):
        from .parser import parser

        parser().print_help()
        return 0
    refuse_no_plan([word for word in words if word not in ("--exit-after", *_after(words))])
    if not has_display():
        raise PlanError("There is no display here. Run `strategy-studio demo` for the sample's workbook and map.")
    from ..app import main as show_window

    return show_window(words)


def _after(words: list[str]) -> list[str]:
    """When the window is told to leave again; see `app.main`."""
    at = words.index("--exit-after") if "--exit-after" in words else len(words)
    return words[at + 1 : at + 2]


def refuse_no_plan(words: list[str]) -> None:
    """PlanError when the words name no plan that a window could open: a slip of the pen must not start one."""
    for word in words:
        if word.startswith("-"):
            raise PlanError(f"There is no option {word}. `strategy-studio --help` says what there is.")
        if not os.path.exists(word):
            if os.path.basename(word) != word or os.path.splitext(word)[1]:
                raise PlanError(f"There is no file {word}. Check its name, or make a plan with `strategy-studio new`.")
            from difflib import get_close_matches

            near = get_close_matches(word.casefold(), COMMANDS, n=1)
            none = f"no command {word}; the nearest is {near[0]}" if near else f"neither a command nor a plan {word}"
            raise PlanError(f"There is {none}. `strategy-studio --help` says what there is.")
        if os.path.isdir(word):
            raise PlanError(f"{word} is a folder. Name a plan file, which ends in .strategy.")
    if len(words) > 1:
        raise PlanError(f"The window opens one plan, not {len(words)}. Name one of them.")


def has_display() -> bool:
    """Whether a window can be shown."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_command(words: list[str]) -> int:
    """Run a command that needs no window."""
    from .parser import read

    with redirect_stdout(WhileRead(sys.stdout)) as out:
        try:
            found = read(with_values_last(words))
            found.run(found)
        except SystemExit as end:
            return 0 if end.code in (0, None) else 2
        finally:
            out.flush()
    return 0


def with_values_last(words: list[str]) -> list[str]:
    """The words of `set` with its option in front and a mark before the rest: a value may begin with a minus sign."""
    if words[0] != "set" or {"-h", "--help"} & set(words):
        return words
    words = [part for word in words for part in (word.split("=", 1) if word.startswith("--scenario=") else [word])]
    at = words.index("--scenario") if "--scenario" in words else len(words)
    return ["set", *words[at : at + 2], "--", *words[1:at], *words[at + 2 :]]
