"""The wheel: built, installed beside the run dependencies, and able to do what the checkout does."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import xml.etree.ElementTree as ElementTree
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

import strategy_studio as studio
from tests.source import PACKAGE, ROOT, modules, tracked_files

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]
DISTRIBUTIONS = {"PySide6": "pyside6-essentials", "shiboken6": "pyside6-essentials"}


def outside() -> dict[str, str]:
    """The environment without the path to the checkout, so that only what is installed can be imported."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of what is or could be committed, built from a copy so that the checkout stays clean."""
    folder = tmp_path_factory.mktemp("wheel")
    for path in tracked_files():
        target = folder / "source" / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), "source"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel alone, which sees the run dependencies; its folder of programs."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    paths = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", scheme="venv", vars=paths))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    # The tests' own pip installs into the other environment: --no-deps, so that nothing is fetched.
    interpreter = str(programs / "python")
    command = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "install",
        "--no-deps",
        "--offline",
        "--python",
        interpreter,
        str(wheel),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return programs


def test_the_wheel_holds_every_module_and_every_resource(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = {str(path.relative_to(ROOT).as_posix()) for path in tracked_files()}
    package = {name for name in sources if name.startswith(f"{PACKAGE}/")}
    assert package <= names
    resources = {name.removeprefix("resources/") for name in sources if name.startswith("resources/")}
    assert resources
    assert {f"{PACKAGE}/_resources/{name}" for name in resources} <= names


def test_the_metadata_names_every_library_that_is_imported(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    required = Parser().parsestr(archive.read(name).decode()).get_all("Requires-Dist") or []
    named = {requirement.split(";")[0].split("[")[0].strip(" ").lower() for requirement in required}
    tops = {found.module.split(".")[0] for module in modules() for found in module.imports if not found.typing}
    imported = tops - sys.stdlib_module_names - {PACKAGE, "__future__"}
    missing = {top for top in imported if not any(n.startswith(DISTRIBUTIONS.get(top, top).lower()) for n in named)}
    assert not missing


def test_the_installed_command_writes_the_demo(installed: Path, tmp_path: Path) -> None:
    command = [installed / "strategy-studio", "demo", "out"]
    done = subprocess.run(command, cwd=tmp_path, env=outside(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    written = [tmp_path / line for line in done.stdout.splitlines()]
    assert sorted(written) == sorted((tmp_path / "out").iterdir())
    assert {path.suffix for path in written} == {".strategy", ".xlsx", ".svg", ".png"}
    assert len([path for path in written if path.suffix == ".png"]) >= 6
    assert ElementTree.parse(tmp_path / "out" / "Process map.svg").getroot().tag.endswith("svg")
    with studio.open(tmp_path / "out" / "Fenmoor.strategy") as plan:
        assert plan.errors() == []


def test_the_installed_package_finds_its_resources(installed: Path, tmp_path: Path) -> None:
    code = "from strategy_studio.resources import resource; print(resource('icons/map.svg'))"
    command = [installed / "python", "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=outside(), capture_output=True, text=True, check=True)
    assert "_resources" in done.stdout
    assert str(ROOT) not in done.stdout
