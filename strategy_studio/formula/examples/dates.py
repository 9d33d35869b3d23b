"""Examples of dates, which are serial numbers (rules 4.11)."""

from __future__ import annotations

from .example import row

MIXED = (46568, None, "x", "#N/A")

DATES = (
    row("DATE([@Year],[@Month],[@Day])", 46388.0, 46568.0, None, help=True,
        Year=(2027, 2027, None), Month=(1, 6, 6), Day=(1, 30, 30)),
    row("DATE(2027,[@M],1)", 46388.0, 46753.0, 46357.0, 46023.0, rule="4.11", M=(1, 13, 0, -11)),
    row("DATE(2027,3,[@D])", 46447.0, 46446.0, 46478.0, rule="4.11", D=(1, 0, 32)),
    row("DATE(2027,3,[@D])", 91446.0, 46445.0, rule="4.11", D=(45000, -0.5)),
    row("DATE(2027,[@M],1)", 46357.0, 46327.0, rule="4.11", M=(0.5, -0.5)),
    row("DATE(2028,2,29)", 46812.0, rule="4.11"),
    row("DATE(2027,2,29)", 46447.0, rule="4.11"),
    row("DATE([@Y],12,31)", "#NUM!", 2958465.0, "#NUM!", None, "#VALUE!", rule="4.11",
        Y=(1899, 9999, 10000, None, "x")),
    row("DATE(9999,13,1)", "#NUM!", rule="4.11"),
    row("DATE(2000,1,1)", 36526.0, rule="4.11"),
    row("DATE(1900,3,1)", 61.0, rule="4.11"),
    row("DATE(2027.9,1.9,1.9)", 46388.0, rule="4.11"),
    row("YEAR([@Day])", 2027.0, 1900.0, 9999.0, None, help=True, Day=(46568, 61, 2958465, None)),
    row("MONTH([@Day])", 6.0, 3.0, 12.0, None, help=True, Day=(46568, 61, 2958465, None)),
    row("DAY([@Day])", 30.0, 1.0, 31.0, None, help=True, Day=(46568, 61, 2958465, None)),
    row("YEAR([@A])", 2027.0, None, "#VALUE!", "#N/A", rule="4.2", A=MIXED),
    row("MONTH([@A])", 6.0, None, "#VALUE!", "#N/A", rule="4.2", A=MIXED),
    row("DAY([@A])", 30.0, None, "#VALUE!", "#N/A", rule="4.2", A=MIXED),
    row("YEAR([@A])", "#NUM!", "#NUM!", rule="4.11", A=(-1, 2958466)),
    row("MONTH([@A])", "#NUM!", "#NUM!", rule="4.11", A=(-1, 2958466)),
    row("DAY([@A])", "#NUM!", "#NUM!", rule="4.11", A=(-1, 2958466)),
    row("DAY([@A])", 30.0, 29.0, rule="4.11", A=(46568.75, 46567.5)),
    row("EDATE([@Start],[@Months])", 46598.0, 46446.0, 46203.0, None, help=True,
        Start=(46568, 46418, 46568, 46568), Months=(1, 1, -12, None)),
    row("EDATE(DATE(2027,1,31),[@M])", 46446.0, 46477.0, 46387.0, 46812.0, rule="4.11", M=(1, 2, -1, 13)),
    row("EDATE(DATE(2027,1,31),[@M])", 46446.0, 46387.0, 46418.0, rule="4.11", M=(1.9, -1.9, 0.5)),
    row("EDATE([@A],1)", 46597.0, None, "#VALUE!", "#N/A", rule="4.2", A=(46567, None, "x", "#N/A")),
    row("EDATE([@A],[@M])", "#NUM!", "#NUM!", rule="4.11", A=(61, 2958465), M=(-3, 1)),
    row("[@B]-[@A]", 31.0, None, rule="4.11", A=(46568, None), B=(46599, 46599)),
    row("[@A]+30", 46598.0, None, rule="4.11", A=(46568, None)),
    row("DATE(YEAR([@A]),MONTH([@A])+1,0)", 46568.0, 46446.0, rule="4.11", A=(46560, 46430)),
    row('IF([@A]<Review_day,"late","open")', "late", "open", None, names={"Review_day": 46568}, A=(46567, 46568, None)),
)  # fmt: skip
