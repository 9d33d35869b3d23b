"""Opening the session of a plan file with the declared processes, and with what earlier starts kept."""

from __future__ import annotations

from .model.kept_checks import KeptChecks
from .model.kept_trees import KeptTrees
from .model.session import Session
from .model.storage import Storage
from .processes import PARAMETERS, PROCESSES
from .store.folders import data_folder


def session_of(storage: Storage, author: str = "", at_once: bool = True) -> Session:
    """The session of a plan file that the store has opened; the file is closed when it cannot be read.

    Not `at_once`, values are calculated when they are read (see `Session`).
    """
    folder = data_folder()
    trees, checks = KeptTrees(folder / "formulas.json"), KeptChecks(folder / "checked.json")
    try:
        session = Session(storage, PROCESSES, PARAMETERS, author, trees, checks, at_once)
    except BaseException:
        storage.close()
        raise
    if not checks.taken_over:
        for sheet in session.plan.structure.worksheets.values():
            for rule in filter(None, (sheet.done.formula, sheet.done.where)):
                trees(rule)  # parsed when a window shows what is done; kept with the others for the next start
        trees.keep()
    return session
