"""The look of charts: Inter, the palette's roles and no ornament, as matplotlib settings."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING, Any

from .palette import ThemeName, colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")
_OTHER_SCRIPTS = (
    "Microsoft YaHei", "Yu Gothic", "Malgun Gothic", "PingFang SC", "Hiragino Sans", "Arial Unicode MS",
    "Noto Sans CJK SC", "Noto Sans CJK JP",
)  # fmt: skip
"""Families of Windows, macOS and Linux that hold what neither Inter nor matplotlib's own DejaVu Sans does."""


def families() -> list[str]:
    """Inter, and behind it what this machine has for the letters Inter lacks, as matplotlib takes them."""
    return list(_families())


@cache
def _families() -> tuple[str, ...]:
    from matplotlib import font_manager

    # It would say of every semi-bold text that the families behind Inter have none, also where nobody needs them.
    logging.getLogger(font_manager.__name__).setLevel(logging.ERROR)
    installed = set(font_manager.fontManager.get_font_names())
    return (use_inter(), "DejaVu Sans", *(family for family in _OTHER_SCRIPTS if family in installed))


@cache
def use_inter() -> str:
    """Make the packaged Inter known to matplotlib; gives the family's name."""
    from matplotlib import font_manager

    from .. import resources

    for weight in WEIGHTS:
        font_manager.fontManager.addfont(str(resources.resource(f"fonts/Inter-{weight}.ttf")))
    return "Inter"


def settings(theme: ThemeName) -> Any:
    """matplotlib settings of a theme, for `matplotlib.rc_context`."""
    colour = colours(theme)
    return {
        "font.family": families(),
        "font.size": 11 * 0.72,
        "text.parse_math": False,  # names of segments may hold dollar signs
        "figure.facecolor": colour["surface"],
        "axes.facecolor": colour["surface"],
        "text.color": colour["text"],
        "axes.labelcolor": colour["muted"],
        "xtick.color": colour["muted"],
        "ytick.color": colour["muted"],
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.spines.bottom": False,
        "axes.edgecolor": colour["control"],
        "figure.constrained_layout.use": True,
        "hatch.linewidth": 1.0,
    }


def sheet(title: str, subtitle: str, theme: ThemeName, size: tuple[float, float]) -> tuple[Figure, Axes]:
    """An empty figure of `size` px with its finding as title and the measure beneath, and the axes to draw on."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    colour = colours(theme)
    with rc_context(settings(theme)):
        figure = Figure(figsize=(size[0] / 100, size[1] / 100), dpi=100)
        axes = figure.add_subplot()
        figure.suptitle(title, x=0.02, ha="left", fontsize=13 * 0.72, fontweight=600, color=colour["text"])
        axes.set_title(subtitle, loc="left", fontsize=11 * 0.72, color=colour["muted"], x=0)
    return figure, axes
