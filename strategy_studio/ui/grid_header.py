"""The header of a grid: a band that says who makes the numbers, two lines of title, the unit beneath."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from ..drawing.display_list import STATUS_ROLES
from .appearance import Appearance
from .grid_model import Role
from .parts import viewport_of

_PAD, _MARK = 8, 18
_WIDEST, _NARROWEST, _SAMPLE = 300, 92, 60
_SENTENCE = 180
"""What a column of sentences has at least, before the first is typed."""
_EXACTLY = 10_000
"""A length long enough that its size on screen tells the size of text without rounding."""


class GridHeader(QHeaderView):
    """Horizontal header in two zones; it also knows how wide its columns want to be."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._appearance = appearance
        self._area = viewport_of(self)
        self._hovered = -1
        self._covered = 0
        self._natural: list[int] = []
        self._by_hand: dict[str, float] = {}  # title: width at 100 %
        self._sharing = False
        self.sectionResized.connect(self._keep_width)
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setMouseTracking(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        appearance.changed.connect(self.update_sizes)

    def cover(self, width: int) -> None:
        """Say how much of the left side lies under frozen columns, so that no word of the band does."""
        if width != self._covered:
            self._covered = width
            self._area.update()

    def update_sizes(self) -> None:
        """Take the sizes of the theme in force."""
        self.headerDataChanged(Qt.Orientation.Horizontal, 0, max(0, self.count() - 1))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._appearance.size("band") + self._appearance.size("header"))

    def fit(self) -> None:
        """Measure the columns anew and give each the width it needs."""
        self._natural = [self._wanted_width(section) for section in range(self.count())]
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if len(self._natural) == self.count():  # not between two sets of columns
            self._share()

    def _share(self) -> None:
        """Columns as wide as they need, long texts wider where there is room; widths set by hand stay."""
        chosen = [self._chosen_width(section) for section in range(len(self._natural))]
        natural = [width or wanted for width, wanted in zip(chosen, self._natural, strict=True)]
        widest = self._appearance.px(_WIDEST)
        widths = [width or min(wanted, widest) for width, wanted in zip(chosen, self._natural, strict=True)]
        lacking = sum(natural) - sum(widths)
        part = min(1.0, max(0, self.width() - sum(widths)) / lacking) if lacking else 0.0
        self._sharing = True
        for section, (width, wanted) in enumerate(zip(widths, natural, strict=True)):
            self.resizeSection(section, width + int(part * (wanted - width)))
        self._sharing = False

    def _chosen_width(self, section: int) -> int:
        """The width somebody gave the column, in the size of text in force; 0 when nobody did."""
        return round(self._by_hand.get(self._title(section), 0) * self._appearance.px(_EXACTLY) / _EXACTLY)

    def _keep_width(self, section: int, _before: int, width: int) -> None:
        if self._natural and not self._sharing:
            self._by_hand[self._title(section)] = width * _EXACTLY / self._appearance.px(_EXACTLY)

    def _title(self, section: int) -> str:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")

    def _wanted_width(self, section: int) -> int:
        """Wide enough for the title in two lines, the unit and the cells of the first rows."""
        look, model = self._appearance, self.model()
        heading = QFontMetrics(look.font("heading"))
        title = self._title(section)
        unit = str(model.headerData(section, Qt.Orientation.Horizontal, Role.UNIT) or "")
        width = max(heading.horizontalAdvance(line) for line in two_lines(title, heading))
        width = max(width, min(QFontMetrics(look.font("caption")).horizontalAdvance(unit), look.px(120)))
        if model.headerData(section, Qt.Orientation.Horizontal, Role.COLUMN).kind.name == "Long text":
            width = max(width, look.px(_SENTENCE))
        body = QFontMetrics(look.font("key"))
        for row in range(min(model.rowCount(), _SAMPLE)):
            shown = str(model.index(row, section).data() or "")
            mark = look.px(_MARK) if shown in STATUS_ROLES else 0
            width = max(width, body.horizontalAdvance(shown.split("\n")[0]) + mark)
        return max(look.px(_NARROWEST), width + look.px(2 * _PAD + 6))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        look = self._appearance
        band = look.size("band")
        painter.save()
        painter.fillRect(rect, look.color("header"))
        lower = rect.adjusted(0, band, 0, 0)
        if self._is_selected(section):
            painter.fillRect(lower, look.color("selection"))
        elif section == self._hovered:
            painter.setOpacity(0.5)
            painter.fillRect(lower, look.color("selection"))
            painter.setOpacity(1.0)
        painter.setPen(QPen(look.color("grid"), 1))
        painter.drawLine(lower.topLeft(), lower.topRight())
        painter.drawLine(lower.topRight(), lower.bottomRight())
        painter.setPen(QPen(look.color("border"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._paint_title(painter, lower.adjusted(look.px(_PAD), 0, -look.px(_PAD), -look.px(4)), section)
        if self._starts_zone(section):
            painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), look.color("control"))
        painter.restore()

    def _paint_title(self, painter: QPainter, rect: QRect, section: int) -> None:
        look, model = self._appearance, self.model()
        unit = str(model.headerData(section, Qt.Orientation.Horizontal, Role.UNIT) or "")
        side = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        across = Qt.AlignmentFlag(side) & Qt.AlignmentFlag.AlignHorizontal_Mask
        bottom = rect.bottom()
        if unit:
            painter.setFont(look.font("caption"))
            painter.setPen(look.color("muted"))
            metrics = painter.fontMetrics()
            line = QRect(rect.left(), bottom - metrics.height() + 1, rect.width(), metrics.height())
            shown = metrics.elidedText(unit, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(line, across | Qt.AlignmentFlag.AlignVCenter, shown)
            bottom = line.top() - 1
        painter.setFont(look.font("heading"))
        painter.setPen(look.color("text"))
        metrics = painter.fontMetrics()
        for text in reversed(fitted_lines(self._title(section), metrics, rect.width())):
            line = QRect(rect.left(), bottom - metrics.height() + 1, rect.width(), metrics.height())
            painter.drawText(line, across | Qt.AlignmentFlag.AlignVCenter, text)
            bottom = line.top() - 1

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self._area) as painter:
            for first, last, zone in self._zones():
                self._paint_band(painter, first, last, zone)

    def _paint_band(self, painter: QPainter, first: int, last: int, zone: str) -> None:
        look = self._appearance
        left = self.sectionViewportPosition(first)
        right = self.sectionViewportPosition(last) + self.sectionSize(last)
        left = max(left, self._covered)
        if zone == "key" or right <= left:
            return
        side = look.px(13)
        painter.setClipRect(QRect(left, 0, right - left, look.size("band")))
        picture = look.pixmap("square-function" if zone == "computed" else "pencil", "muted", 13)
        top = (look.size("band") - side) // 2
        painter.drawPixmap(QRect(left + look.px(_PAD), top, side, side), picture)
        painter.setFont(look.font("caption"))
        painter.setPen(look.color("muted"))
        text = self.tr("Computed") if zone == "computed" else self.tr("You type")
        where = QRect(left + look.px(_PAD) + side + look.px(6), 0, right - left, look.size("band"))
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _zones(self) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        for section in range(self.count()):
            zone = self._zone(section)
            if found and found[-1][2] == zone:
                found[-1] = (found[-1][0], section, zone)
            else:
                found.append((section, section, zone))
        return found

    def _zone(self, section: int) -> str:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal, Role.ZONE) or "")

    def _starts_zone(self, section: int) -> bool:
        return section > 0 and self._zone(section) == "computed" != self._zone(section - 1)

    def _is_selected(self, section: int) -> bool:
        selection = self.selectionModel()
        return selection is not None and selection.columnIntersectsSelection(section)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QPoint(-1, -1))
        super().leaveEvent(event)

    def _hover(self, point: QPoint) -> None:
        section = self.logicalIndexAt(point) if point.x() >= 0 else -1
        if section != self._hovered:
            self._hovered = section
            self._area.update()


def two_lines(title: str, metrics: QFontMetrics) -> tuple[str, str]:
    """The title broken after the word that makes the longer of two lines shortest."""
    words = title.split(" ")
    splits = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words) + 1)]
    return min(splits, key=lambda split: max(metrics.horizontalAdvance(line) for line in split))


def fitted_lines(title: str, metrics: QFontMetrics, width: int) -> list[str]:
    """The title in one line where it fits, else in two, the longer one shortened."""
    if metrics.horizontalAdvance(title) <= width:
        return [title]
    lines = [line for line in two_lines(title, metrics) if line]
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]
