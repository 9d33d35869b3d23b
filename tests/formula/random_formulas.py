"""Random formulas over a small worksheet with blanks, texts, errors and truth values."""

from __future__ import annotations

import random

from strategy_studio.formula.errors import FormulaError

Cell = float | str | bool | FormulaError | None

COLUMNS: dict[str, list[Cell]] = {
    "Plain": [3.0, 1.0, 4.0, 1.0, 5.0],
    "Gaps": [2.0, None, -1.5, 0.0, None],
    "Faulty": [1.0, FormulaError("#DIV/0!"), None, 2.0, 0.25],
    "Word": ["North", "south", None, "north", "a*"],
    "Region": ["South", "North", "East", "a*", "west"],
    "Flag": [True, None, False, True, True],
}
NAMES: dict[str, Cell] = {"Some_rate": 0.1, "No_value": None, "Some_word": "north"}
PRIOR: dict[str, list[Cell]] = {"Gaps": [7.0, None, 1.0], "Word": ["north", "x", "south"], "Some_rate": [0.5]}
_NUMBERS = ("[@Plain]", "[@Gaps]", "[@Faulty]", "Some_rate", "No_value", "0", "1", "2", "0.5", "-1.5", "10")
_WORDS = ("[@Word]", "[@Region]", "Some_word", '"North"', '"a*"', '""')
_COLUMNS = ("[Plain]", "[Gaps]", "[Faulty]", "PRIOR([Gaps])")


class Formulas:
    """Formulas drawn with one seed; the same seed gives the same formulas."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def formula(self, depth: int = 3) -> str:
        return self.chance.choice((self.number, self.number, self.number, self.word, self.truth))(depth)

    def number(self, depth: int) -> str:
        if depth <= 0 or self.chance.random() < 0.15:
            return self.chance.choice(_NUMBERS)
        return self.chance.choice((self._operation, self._scalar, self._branch, self._aggregate, self._lookup))(
            depth - 1
        )

    def _operation(self, depth: int) -> str:
        operator = self.chance.choice("++--**//^")
        return f"({self.number(depth)}{operator}{self.number(depth)})"

    def _scalar(self, depth: int) -> str:
        name = self.chance.choice(("ABS", "SIGN", "INT", "SQRT", "LN", "-", "ROUND", "MOD", "YEAR", "LEN"))
        if name == "-":
            return f"-{self.number(depth)}"
        if name == "LEN":
            return f"LEN({self.word(depth)})"
        second = {"ROUND": ",1", "MOD": f",{self.number(depth - 1)}"}.get(name, "")
        return f"{name}({self.number(depth)}{second})"

    def _branch(self, depth: int) -> str:
        a, b = self.number(depth), self.number(depth)
        return self.chance.choice((
            f"IF({self.truth(depth)},{a},{b})",
            f"IF(ISBLANK({a}),{b},{a})",
            f"IF({self.truth(depth - 1)},{a},\"\")",
            f"IFERROR({a},{b})",
            f'IFERROR({a},"")',
            f"SWITCH({self.word(0)},\"north\",{a},{self.word(0)},{b},1)",
            f"SWITCH({self.number(0)},1,{a},2,{b})",
            f"IFS({self.truth(depth - 1)},{a},{self.truth(depth - 1)},{b})",
            f"CHOOSE({self.number(depth - 1)},{a},{b})",
        ))  # fmt: skip

    def _aggregate(self, depth: int) -> str:
        name = self.chance.choice(("SUM", "MIN", "MAX", "AVERAGE", "COUNT", "COUNTA", "MEDIAN"))
        arguments = [self.number(depth - 1) for _ in range(self.chance.randint(1, 3))]
        if self.chance.random() < 0.4:
            arguments.append(self.chance.choice(_COLUMNS))
        return f"{name}({','.join(arguments)})"

    def _lookup(self, depth: int) -> str:
        key, k = self.word(depth - 1), self.number(depth - 1)
        return self.chance.choice((
            f"XLOOKUP({key},[Region],[Gaps])",
            f"XLOOKUP({key},[Region],[Plain],{k})",
            f"XLOOKUP({key},PRIOR([Word]),PRIOR([Gaps]))",
            f"SUMIFS([Plain],[Region],{key})",
            f"SUMIFS([Gaps],[Word],{key},[Plain],\">\"&{k})",
            f"COUNTIFS([Gaps],{k})",
            f"COUNTIFS([Word],\"<>\"&{key})",
            "COUNTIFS([Flag],TRUE,[Word],\"<>\")",
            f"MAXIFS([Plain],[Gaps],\"<=\"&{k})",
            f"AVERAGEIFS([Gaps],[Region],{key})",
            f"INDEX([Gaps],{k})",
            f"RANK.EQ({self.number(0)},[Plain])",
            f"LARGE([Gaps],{k})",
            f"MATCH({key},[Region],0)",
        ))  # fmt: skip

    def word(self, depth: int) -> str:
        if depth <= 0 or self.chance.random() < 0.5:
            return self.chance.choice(_WORDS)
        a, b = self.word(depth - 1), self.word(depth - 1)
        return self.chance.choice((
            f"{a}&{b}", f"LEFT({a},2)", f"UPPER({a})", f"IF({self.truth(depth - 1)},{a},{b})",
            f"XLOOKUP({a},[Region],[Word])", f"CONCAT({a},{b},\"!\")", f"TRIM({a})", f"[@Plain]&{a}",
        ))  # fmt: skip

    def truth(self, depth: int) -> str:
        if depth <= 0:
            return self.chance.choice(("[@Flag]", "TRUE", "[@Gaps]>0", '[@Word]="north"', "ISBLANK([@Gaps])"))
        sign = self.chance.choice(("=", "<>", "<", "<=", ">", ">="))
        return self.chance.choice((
            f"{self.number(depth - 1)}{sign}{self.number(depth - 1)}",
            f"{self.word(depth - 1)}{sign}{self.word(depth - 1)}",
            f"AND({self.truth(depth - 1)},{self.truth(depth - 1)})",
            f"OR({self.truth(depth - 1)},{self.truth(depth - 1)})",
            f"NOT({self.truth(depth - 1)})",
            f"ISBLANK({self.number(depth - 1)})",
            f'({self.word(depth - 1)}="")',
        ))  # fmt: skip
