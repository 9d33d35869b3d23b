"""Examples of functions of numbers: rounding, elementary functions, distributions (rules 4.2, 4.10)."""

from __future__ import annotations

import math

from .example import row

MIXED = (4, None, "x", True, "#N/A")

NUMBERS = (
    row("ROUND([@A],2)", 1.01, -1.01, 2.68, None, help=True, A=(1.005, -1.005, 2.675, None)),
    row("ROUND([@A],0)", 1.0, -1.0, 3.0, 2.0, 0.0, rule="4.10", A=(0.5, -0.5, 2.5, 2.4999, 0.49)),
    row("ROUND([@A],-2)", 1300.0, 1200.0, -1300.0, 0.0, rule="4.10", A=(1250, 1249, -1250, 49)),
    row("ROUND([@A],[@N])", 1.0, 1.2, 1.23, 1.235, 1.2346, rule="4.10", A=(1.23456,) * 5, N=(0, 1, 2, 3, 4)),
    row("ROUND([@A],1)", 0.3, 1.2, 8.3, rule="4.10", A=(0.25, 1.15, 8.25)),
    row("ROUND([@A],1)", 4.0, None, "#VALUE!", 1.0, "#N/A", rule="4.2", A=MIXED),
    row("ROUND(2.5,[@A])", 2.5, None, "#VALUE!", 2.5, "#N/A", rule="4.2", A=MIXED),
    row("ROUND([@A],2)", 0.3, 123456789.12, 1e20, rule="4.10", A=(0.1 + 0.2, 123456789.123, 1e20)),
    row("ROUND([@A],2)", 0.62, 0.07, 5.02, rule="4.10", A=(0.615, 0.065, 5.015)),
    row("ROUND(1.55,1.9)", 1.6, rule="4.10"),
    row("ROUNDUP([@A],0)", 4.0, -4.0, 3.0, None, help=True, A=(3.2, -3.2, 3, None)),
    row("ROUNDUP([@A],1)", 0.3, 0.4, -0.4, rule="4.10", A=(0.1 + 0.2, 0.301, -0.301)),
    row("ROUNDUP([@A],-2)", 1300.0, 1200.0, -1300.0, rule="4.10", A=(1201, 1200, -1201)),
    row("ROUNDUP([@A],2)", 1.11, 1.1, 0.0, rule="4.10", A=(1.1001, 1.1, 0)),
    row("ROUNDUP([@A],0)", 4.0, None, "#VALUE!", 1.0, "#N/A", rule="4.2", A=MIXED),
    row("ROUNDDOWN([@A],0)", 3.0, -3.0, 3.0, None, help=True, A=(3.8, -3.8, 3, None)),
    row("ROUNDDOWN([@A],1)", 0.3, 0.7, -0.3, rule="4.10", A=(0.399, 0.1 + 0.6, -0.399)),
    row("ROUNDDOWN([@A],-2)", 1200.0, 1200.0, -1200.0, rule="4.10", A=(1299, 1200, -1299)),
    row("ROUNDDOWN([@A],0)", 4.0, None, "#VALUE!", 1.0, "#N/A", rule="4.2", A=MIXED),
    row("INT([@A])", 3.0, -4.0, 3.0, None, help=True, A=(3.8, -3.2, 3, None)),
    row("INT([@A])", 58.0, 3.0, 2.0, -3.0, rule="4.10", A=(0.58 * 100, 2.9999999999, 2.999999, -3)),
    row("INT([@A])", 4.0, None, "#VALUE!", 1.0, "#N/A", rule="4.2", A=MIXED),
    row("MOD([@A],[@B])", 1.0, 2.0, -2.0, "#DIV/0!", None, help=True, A=(7, -7, 7, 7, None), B=(3, 3, -3, 0, 3)),
    row("MOD([@A],[@B])", 0.0, 0.1, rule="4.10", A=(6, 0.7), B=(3, 0.3)),
    row("MOD([@A],3)", 1.0, None, "#VALUE!", 1.0, "#N/A", rule="4.2", A=MIXED),
    row("ABS([@A])", 2.0, 2.0, None, help=True, A=(2, -2, None)),
    row("ABS([@A])", 4.0, None, "#VALUE!", 1.0, "#N/A", rule="4.2", A=MIXED),
    row("SIGN([@A])", 1.0, 0.0, -1.0, None, help=True, A=(7, 0, -0.1, None)),
    row("SIGN([@A])", 1.0, None, "#VALUE!", 1.0, "#N/A", rule="4.2", A=MIXED),
    row("SQRT([@A])", 3.0, 0.0, "#NUM!", None, help=True, A=(9, 0, -1, None)),
    row("SQRT([@A])", 2.0, None, "#VALUE!", 1.0, "#N/A", rule="4.2", A=MIXED),
    row("EXP([@A])", 1.0, math.e, "#NUM!", 0.0, None, help=True, A=(0, 1, 1000, -1000, None)),
    row("EXP([@A])", math.exp(4), None, "#VALUE!", math.e, "#N/A", rule="4.2", A=MIXED),
    row("LN([@A])", 0.0, 1.0, "#NUM!", "#NUM!", None, help=True, A=(1, math.e, 0, -1, None)),
    row("LN([@A])", math.log(4), None, "#VALUE!", 0.0, "#N/A", rule="4.2", A=MIXED),
    row("LOG10([@A])", 3.0, -2.0, "#NUM!", "#NUM!", None, help=True, A=(1000, 0.01, 0, -1, None)),
    row("LOG10([@A])", math.log10(4), None, "#VALUE!", 0.0, "#N/A", rule="4.2", A=MIXED),
    row("POWER([@A],[@B])", 8.0, 0.25, "#NUM!", "#NUM!", "#DIV/0!", None, help=True,
        A=(2, 2, 0, -8, 0, 2), B=(3, -2, 0, 0.5, -1, None)),
    row("POWER([@A],2)", 16.0, None, "#VALUE!", 1.0, "#N/A", rule="4.2", A=MIXED),
    row("GAMMALN([@A])", math.log(6), 0.0, math.log(math.pi) / 2, None, help=True, A=(4, 1, 0.5, None)),
    row("GAMMALN([@A])", "#NUM!", "#NUM!", math.log(362880), rule="4.2", A=(0, -1.5, 10)),
    row("GAMMALN([@A])", math.log(6), None, "#VALUE!", 0.0, "#N/A", rule="4.2", A=MIXED),
    row("GAMMALN([@A])", 359.134205369575, 2.252712651734206, rule="4.2", A=(100, 0.1)),
    row("NORM.S.DIST([@Z],TRUE)", 0.5, 0.9750021048517795, 0.15865525393145707, None, help=True,
        Z=(0, 1.96, -1, None)),
    row("NORM.S.DIST([@Z],FALSE)", 1 / math.sqrt(2 * math.pi), 0.24197072451914337, rule="4.2", Z=(0, -1)),
    row("NORM.S.DIST([@Z],TRUE)", 1.0, 0.0, rule="4.2", Z=(40, -40)),
    row("NORM.S.DIST([@A],TRUE)", 0.9999683287581669, None, "#VALUE!", 0.8413447460685429, "#N/A", rule="4.2", A=MIXED),
)  # fmt: skip
