"""A chart as pixels, for whoever shows it on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def rgba(figure: Figure) -> tuple[bytes, int, int]:
    """A figure rendered at its own resolution: four bytes a pixel, row by row from the top, and width and height.

    It reads nothing but the figure, so it may run in a thread.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    width, height = canvas.get_width_height()
    return bytes(canvas.buffer_rgba()), width, height  # type: ignore[no-untyped-call]
