"""A small plan for the tests of the formula language, and random formula trees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from strategy_studio.formula.nodes import Binary, Boolean, Call, Cell, Name, Node, Number, Text, Unary, WholeColumn
from strategy_studio.formula.scope import Fact, Reference

NUMBER, TEXT = Fact("number", True, False), Fact("text", True, False)
YES_NO, DATE = Fact("boolean", True, False), Fact("date", True, False)
COUNTED = Fact("number", False, False)

WORKSHEETS = {
    "Segments": {
        "Segment": TEXT,
        "Customers": NUMBER,
        "Retention (%)": NUMBER,
        "Active": YES_NO,
        "Since": DATE,
        "Contacts": COUNTED,
    },
    "Segment_CLV": {"Segment": TEXT, "CLV": Fact("number", True, True)},
    "Own_Größen": {"Länge": NUMBER},
}
NAMES = {"Discount_rate": NUMBER, "Period_start": DATE, "CLV_horizon": TEXT, "Total_CLV": Fact("number", False, True)}


@dataclass(frozen=True)
class Place:
    """A worksheet of the small plan, or with `rowwise` False a Figure beside it."""

    worksheet: str = "Segments"
    rowwise: bool = True

    def column(self, worksheet: str, column: str) -> tuple[Reference, Fact] | None:
        for sheet, columns in WORKSHEETS.items():
            for title, fact in columns.items():
                if (sheet.casefold(), title.casefold()) == (worksheet.casefold(), column.casefold()):
                    return Reference(sheet, title), fact
        return None

    def name(self, name: str) -> tuple[Reference, Fact] | None:
        for known, fact in NAMES.items():
            if known.casefold() == name.casefold():
                return Reference("", known), fact
        return None

    def worksheets(self) -> Iterable[str]:
        return WORKSHEETS

    def columns(self, worksheet: str) -> Iterable[str]:
        return next(columns for sheet, columns in WORKSHEETS.items() if sheet.casefold() == worksheet.casefold())

    def names(self) -> Iterable[str]:
        return NAMES


def corpus() -> list[str]:
    """Formulas as planners write them."""
    return Path(__file__).with_name("corpus.txt").read_text(encoding="utf-8").splitlines()


def _joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    operators = st.sampled_from(["+", "-", "*", "/", "^", "&", "=", "<>", "<", "<=", ">", ">="])
    calls = st.sampled_from(["SUM", "IF", "RANK.EQ", "NORM.S.DIST", "XLOOKUP", "PRIOR"])
    return st.one_of(
        st.builds(Binary, operators, parts, parts),
        st.builds(Unary, st.just("-"), parts),
        st.builds(Call, calls, st.lists(parts, max_size=4).map(tuple)),
    )


_titles = st.text("aZß9é %()-/日", min_size=1, max_size=8).filter(lambda title: title == title.strip())
_names = st.from_regex(r"[A-Za-zÄ][a-z0-9_]{0,4}_[a-z0-9]{1,4}", fullmatch=True)
_leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Number, st.floats(0, 1e300, allow_nan=False).map(abs)),
    st.builds(Text, st.text("a\"' [@]()é,;=+", max_size=6)),
    st.builds(Boolean, st.booleans()),
    st.builds(Cell, _titles),
    st.builds(WholeColumn, st.just("") | _names, _titles),
    st.builds(Name, _names),
)
trees = st.recursive(_leaves, _joined, max_leaves=25)
