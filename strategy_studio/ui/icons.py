"""Line icons in the colour of a role, drawn sharp at the screen's own ratio."""

from __future__ import annotations

import logging

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ..resources import resource

_LOG = logging.getLogger(__name__)
_RATIO = 2.0
"""Icons are drawn at twice their size and scaled down by Qt, which stays sharp from 100 % to 200 %."""


def svg(name: str, color: str) -> bytes:
    """The text of an icon with its lines in a colour; empty when there is no such icon."""
    try:
        text = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError as problem:
        _LOG.warning("%s", problem)
        return b""
    return text.replace("currentColor", color).replace('stroke-width="2"', 'stroke-width="1.75"').encode()


def pixmap(name: str, color: str, side: int = 16) -> QPixmap:
    """The icon in a square of `side` logical pixels; transparent when there is no such icon."""
    image = QPixmap(round(side * _RATIO), round(side * _RATIO))
    image.fill(Qt.GlobalColor.transparent)
    data = svg(name, color)
    if data:
        with QPainter(image) as painter:
            QSvgRenderer(QByteArray(data)).render(painter, QRectF(image.rect()))
    image.setDevicePixelRatio(_RATIO)
    return image


def icon(name: str, color: str, disabled: str, side: int = 16) -> QIcon:
    """An icon for buttons and menus, with its disabled colour."""
    made = QIcon(pixmap(name, color, side))
    made.addPixmap(pixmap(name, disabled, side), QIcon.Mode.Disabled)
    return made
