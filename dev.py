"""One command for everything a developer does: `python3 dev.py run | demo | test | check | bench | pictures | lock`."""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUN_LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
WHEELHOUSE = ROOT / "wheelhouse"
LINUX = sys.platform.startswith("linux")

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
TEST_PROGRAMS = {
    "soffice": "libreoffice-calc-nogui",
    "strace": "strace",
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
}

# One process per core, two to four; each takes files in their order, and who is done takes over from the slower ones.
SIDE_BY_SIDE = ("-n", str(min(max(os.cpu_count() or 2, 2), 4)), "--dist", "worksteal")


class Refusal(Exception):
    """What cannot be done, as one sentence: what, where, what next."""


# --- the environment -------------------------------------------------------------------------------------------


def prepare(*locks: Path) -> None:
    """Make `.venv` hold exactly what the lock files name; costs nothing while they stay as they are."""
    if not _usable():
        _create()
    for lock in locks:
        stamp = VENV / f".{lock.stem}.stamp"
        wanted = hashlib.sha256(lock.read_bytes() + repr(sys.version_info[:2]).encode()).hexdigest()
        if not stamp.exists() or stamp.read_text() != wanted:
            _install(lock)
            stamp.write_text(wanted)


def _usable() -> bool:
    """Whether the environment was made by this version of Python and its interpreter is still there."""
    if not PYTHON.exists():
        return False
    settings = dict(line.split(" = ", 1) for line in (VENV / "pyvenv.cfg").read_text().splitlines() if " = " in line)
    return settings.get("version", "").split(".")[:2] == [str(part) for part in sys.version_info[:2]]


def _create() -> None:
    has_pip = importlib.util.find_spec("ensurepip") is not None
    if not has_pip and importlib.util.find_spec("pip") is None:
        raise Refusal("This Python has neither ensurepip nor pip. Run: sudo apt-get install python3-venv")
    venv.create(VENV, with_pip=has_pip, clear=VENV.exists(), symlinks=os.name != "nt")


def _install(lock: Path) -> None:
    print(f"Installing what {lock.name} lists into .venv (once; a minute or two) ...", flush=True)
    # Debian without python3-venv makes environments without pip; the system's own pip can fill them.
    pip = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True).returncode:
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    source = ["--no-index", "--find-links", str(WHEELHOUSE)] if WHEELHOUSE.is_dir() else []
    options = ["install", "--require-hashes", "--only-binary", ":all:", "--disable-pip-version-check", *source]
    log = VENV / "install.log"
    with log.open("w") as output:
        failed = subprocess.run([*pip, *options, "-r", str(lock)], stdout=output, stderr=output).returncode
    if failed:
        print("\n".join(log.read_text(errors="replace").splitlines()[-12:]), file=sys.stderr)
        raise Refusal(
            f"{lock.name} was not installed; the whole output is in {log}. Mend the cause and run this again."
        )


# --- what the system must bring (Linux only) -------------------------------------------------------------------


def missing_libraries() -> list[str]:
    """Debian's packages of the libraries that Qt needs and this machine lacks."""
    return [package for library, package in QT_LIBRARIES.items() if not _loads(library)] if LINUX else []


def missing_programs() -> list[str]:
    """Debian's packages of the programs that some tests need and this machine lacks."""
    programs = TEST_PROGRAMS.items()
    return [package for program, package in programs if shutil.which(program) is None] if LINUX else []


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _apt(packages: Sequence[str]) -> list[str]:
    return ["apt-get", "install", "-y", "--no-install-recommends", *packages]


def install_system_packages(packages: list[str]) -> None:
    """Install them when that is allowed, else say how; the tests that need them then skip and are counted."""
    if not packages:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(f"Some tests will be skipped. To run them all: sudo {' '.join(_apt(packages))}", flush=True)
        return
    print(f"Installing system packages: {' '.join(packages)} ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = VENV / "apt.log"
    with log.open("w") as output:
        for command in (["apt-get", "update"], _apt(packages)):
            failed = subprocess.run(command, env=environment, stdout=output, stderr=output).returncode
    if failed:
        print(f"They were not installed ({log} says why); the tests that need them will be skipped.", flush=True)


# --- the commands ----------------------------------------------------------------------------------------------


def python(*arguments: str, **environment: str) -> int:
    """Run the environment's Python on this checkout; gives its exit status."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    try:
        return subprocess.run([PYTHON, *arguments], env={**os.environ, "PYTHONPATH": path, **environment}).returncode
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Open the window on the sample plan, or on the plan named; without a display, write the demo instead."""
    prepare(RUN_LOCK)
    if LINUX and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    ):
        print("There is no display here, so no window can open. Writing the demo into demo/ instead.", flush=True)
        return demo([])
    packages = missing_libraries()
    if packages:
        raise Refusal(f"Qt needs libraries that are not here. Run: sudo {' '.join(_apt(packages))}")
    return python("-m", "strategy_studio", *arguments)


def demo(arguments: list[str]) -> int:
    """Write the sample's workbook, map and charts into a folder (demo/), without a window."""
    prepare(RUN_LOCK)
    return python("-m", "strategy_studio", "demo", *(arguments or [str(ROOT / "demo")]))


def _pytest(*arguments: str) -> int:
    """Run tests with the options of pyproject.toml, on this checkout's modules."""
    environment = {"LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    return python("-m", "pytest", "--rootdir", str(ROOT), *arguments, **environment)


def _in_checkout() -> None:
    os.chdir(ROOT)
    prepare(RUN_LOCK, DEV_LOCK)


def test(arguments: list[str]) -> int:
    """Run the tests (with CI=true the slow ones too); further arguments go to pytest."""
    started = time.monotonic()
    _in_checkout()
    install_system_packages(missing_libraries() + missing_programs())
    status = _pytest(*SIDE_BY_SIDE, *arguments)
    print(f"dev.py test took {time.monotonic() - started:.0f} s", flush=True)
    return status


def check(arguments: list[str]) -> int:
    """Format, lint, types, layers, then the fast tests; stops at the first that fails."""
    started = time.monotonic()
    _in_checkout()
    steps: dict[str, Callable[[], int]] = {
        "format": lambda: python("-m", "ruff", "format", "--check", "."),
        "lint": lambda: python("-m", "ruff", "check", "."),
        "types": lambda: python("-m", "mypy"),
        "layers": lambda: _pytest("-q", "tests/test_architecture.py"),
        "tests": lambda: _pytest(*SIDE_BY_SIDE, "-q", "-m", "not slow", *arguments),
    }
    failed = next((name for name, step in steps.items() if step()), None)
    print(f"dev.py check: {'failed at ' + failed if failed else 'all good'}, {time.monotonic() - started:.0f} s")
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Measure what must be fast and write benchmarks/results.md; arguments name single benchmarks."""
    _in_checkout()
    return python("-m", "benchmarks", *arguments)


def pictures(arguments: list[str]) -> int:
    """Take the README's pictures from the real window anew, and write the lists of figures and functions."""
    _in_checkout()
    return python("-m", "docs.write_lists") or python("-m", "docs.take_pictures", *arguments)


def lock(arguments: list[str]) -> int:
    """Write the lock files anew from pyproject.toml; `--upgrade` takes newer versions."""
    _in_checkout()
    common = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--quiet"]
    common += ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "python dev.py lock"]
    sources = {RUN_LOCK: ["pyproject.toml"], DEV_LOCK: ["--group", "dev", "--constraint", RUN_LOCK.name]}
    for target, source in sources.items():
        status = python("-m", "uv", "pip", "compile", *source, *common, *arguments, "--output-file", target.name)
        if status:
            return status
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "demo": demo,
    "test": test,
    "check": check,
    "bench": bench,
    "pictures": pictures,
    "lock": lock,
}


def main(arguments: list[str]) -> int:
    """Carry out one command; 2 and a sentence when it cannot be done."""
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__, *(f"  {name:8} {command.__doc__}" for name, command in COMMANDS.items()), sep="\n")
        return 0 if arguments in ([], ["-h"], ["--help"]) else 2
    try:
        if sys.version_info < (3, 11):
            raise Refusal(f"Strategy Studio needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return COMMANDS[arguments[0]](arguments[1:])
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
