"""The set-up: what the lock files promise, and dev.py making a real environment for a tiny project, offline."""

from __future__ import annotations

import ast
import base64
import functools
import hashlib
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.source import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
WHEEL = "greeting-1.0-py3-none-any.whl"
WITHOUT_ENSUREPIP = "import sys, runpy; sys.modules['ensurepip'] = None; runpy.run_path('dev.py', run_name='__main__')"


def _pinned(lock: str) -> set[str]:
    return {name.lower() for name in re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text("utf-8"), re.MULTILINE)}


def _named(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~; ]", requirement)[0].lower() for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_hashes_everything(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"https?:|file:|--index-url|--extra-index|--find-links", text)
    requirements = [block for block in re.split(r"\n(?=\S)", text) if not block.startswith("#")]
    assert requirements
    assert all("--hash=sha256:" in block for block in requirements)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    assert _named(PROJECT["project"]["dependencies"]) <= _pinned("requirements.lock")
    assert _named(PROJECT["dependency-groups"]["dev"]) <= _pinned("requirements-dev.lock")


def test_of_qt_only_the_essentials_are_installed() -> None:
    qt = {name for lock in LOCKS for name in _pinned(lock) if name.startswith("pyside6")}
    assert qt == {"pyside6-essentials"}


def test_users_do_not_fetch_the_tools_of_developers() -> None:
    assert not _pinned("requirements.lock") & {"pytest", "mypy", "ruff", "uv", "hypothesis"}


def test_dev_py_needs_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text("utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names | {"__future__"}


def test_ci_runs_what_a_reader_of_the_readme_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert re.findall(r"^[^#\n].*dev\.py.*$", script, re.MULTILINE) == ["python3 dev.py test"]
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "python3 dev.py run" in readme
    assert "python3 dev.py test" in readme


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A checkout in which dev.py has not run yet."""
    return _checkout(tmp_path / "checkout")


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A checkout in which `dev.py demo` has run once, and what it said."""
    checkout = _checkout(tmp_path_factory.mktemp("started") / "checkout")
    return checkout, _dev(checkout, "demo")


def _checkout(checkout: Path) -> Path:
    """A checkout whose one dependency lies in a wheelhouse, so that dev.py can be tried without a network."""
    if not _pythons_with_pip():
        pytest.skip("needs pip")
    for folder in ("strategy_studio", "wheelhouse"):
        (checkout / folder).mkdir(parents=True)
    (checkout / "dev.py").write_bytes((ROOT / "dev.py").read_bytes())
    (checkout / "strategy_studio" / "__main__.py").write_text(
        "import sys, greeting\nprint(greeting.WORD, *sys.argv[1:])\n"
    )
    _lock(checkout, _wheel(checkout / "wheelhouse" / WHEEL))
    return checkout


@functools.cache
def _pythons_with_pip() -> tuple[str, ...]:
    """The Python of the tests or the one it was made from: where Debian has no ensurepip, only that one has pip."""
    candidates = dict.fromkeys((sys.executable, getattr(sys, "_base_executable", sys.executable)))
    asked = ((python, subprocess.run([python, "-m", "pip", "--version"], capture_output=True)) for python in candidates)
    return tuple(python for python, answer in asked if not answer.returncode)


def _wheel(path: Path) -> str:
    """Write a wheel of one module; gives its hash."""
    info = "greeting-1.0.dist-info"
    files = {
        "greeting.py": "WORD = 'hello'\n",
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},sha256={_digest(text)},{len(text)}\n" for name, text in files.items())
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**files, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
            archive.writestr(name, text)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def _lock(checkout: Path, digest: str, comment: str = "") -> None:
    (checkout / "requirements.lock").write_text(f"{comment}greeting==1.0 \\\n    --hash=sha256:{digest}\n")


def _dev(
    checkout: Path, *arguments: str, ensurepip: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run dev.py; without ensurepip, as on a Debian without python3-venv, which is also the quicker way."""
    start = ["dev.py"] if ensurepip else ["-c", WITHOUT_ENSUREPIP]
    # What pip is told by this machine must not reach an offline install.
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHONPATH"))}
    command = [_pythons_with_pip()[0], *start, *arguments]
    return subprocess.run(command, cwd=checkout, env={**clean, **environment}, capture_output=True, text=True)


@pytest.mark.long
def test_the_first_start_installs_and_later_ones_only_start(tiny: Path) -> None:
    first = _dev(tiny, "demo", "folder", ensurepip=True)
    assert first.returncode == 0, first.stderr
    assert "Installing what requirements.lock lists" in first.stdout
    assert first.stdout.endswith("hello demo folder\n")
    log = tiny / ".venv" / "install.log"
    log.unlink()
    (tiny / "wheelhouse" / WHEEL).unlink()
    second = _dev(tiny, "demo", "folder", ensurepip=True)
    assert (second.stdout, second.stderr) == ("hello demo folder\n", "")
    assert not log.exists(), "pip ran again"


def test_a_changed_lock_is_installed_again(started: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    checkout, _ = started
    lock = checkout / "requirements.lock"
    lock.write_text("# another day\n" + lock.read_text())
    assert "Installing" in _dev(checkout, "demo").stdout


def test_a_package_with_another_hash_is_refused_in_a_sentence(tiny: Path) -> None:
    _lock(tiny, "0" * 64)
    refused = _dev(tiny, "demo")
    assert refused.returncode == 2
    assert refused.stderr.splitlines()[-1].startswith("requirements.lock was not installed; the whole output is in ")


def test_it_works_without_ensurepip(started: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    checkout, done = started
    assert done.returncode == 0, done.stderr
    assert "Installing what requirements.lock lists" in done.stdout
    assert done.stdout.endswith("hello demo " + str(checkout / "demo") + "\n")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can lack a display")
def test_run_without_a_display_says_so_and_writes_the_demo(
    started: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    checkout, _ = started
    hidden = {name: "" for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = _dev(checkout, "run", **hidden)
    assert "There is no display here" in done.stdout
    assert done.stdout.endswith("hello demo " + str(checkout / "demo") + "\n")


def test_an_unknown_command_lists_the_known_ones(tiny: Path) -> None:
    done = _dev(tiny, "fly")
    assert done.returncode == 2
    assert all(command in done.stdout for command in ("run", "demo", "test", "check", "bench", "lock"))
