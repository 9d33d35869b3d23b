"""A chart as pixels, for whoever shows it on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def empty_figure() -> Figure:
    """A small figure with nothing in it: rendering it loads what draws charts, which is slow the first time.

    It leaves the settings of matplotlib alone, so it may be made in a thread while another builds a chart.
    """
    from matplotlib.figure import Figure

    from .style import use_inter

    figure = Figure(figsize=(1, 1), layout="constrained")
    figure.add_subplot().set_title("0", fontfamily=use_inter())
    return figure


def rgba(figure: Figure) -> tuple[bytes, int, int]:
    """A figure rendered at its own resolution: four bytes a pixel, row by row from the top, and width and height.

    It reads nothing but the figure, so it may run in a thread.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    width, height = canvas.get_width_height()
    return bytes(canvas.buffer_rgba()), width, height  # type: ignore[no-untyped-call]
