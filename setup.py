"""Tells setuptools the one thing pyproject.toml cannot: `resources/` is installed inside the package."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["strategy_studio", "strategy_studio.*"]), "strategy_studio._resources"],
    package_dir={"strategy_studio._resources": "resources"},
)
