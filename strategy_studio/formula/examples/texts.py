"""Examples of functions of texts (rules 4.6, 4.11, 4.12)."""

from __future__ import annotations

from .example import row

MIXED = (12, None, "abc", True, "#N/A")

TEXTS = (
    row('CONCAT([@First]," ",[@Last])', "Ada Lovelace", "Plato ", help=True, First=("Ada", "Plato"),
        Last=("Lovelace", None)),
    row('CONCAT([@A],"-")', "12-", "-", "abc-", "TRUE-", "#N/A", rule="4.6", A=MIXED),
    row("CONCAT([@A],[@B])", None, "x1", "#REF!", rule="4.6", A=(None, "x", "#REF!"), B=(None, 1, "#N/A")),
    row("LEFT([@Code],2)", "AB", "XY", None, help=True, Code=("AB-12", "XY-3", None)),
    row("LEFT([@A])", "1", None, "a", "T", "#N/A", rule="4.2", A=MIXED),
    row("LEFT([@A],2)", "12", None, "ab", "TR", "#N/A", rule="4.2", A=MIXED),
    row("LEFT([@A],[@N])", None, "abc", "#VALUE!", None, "#VALUE!", rule="4.2",
        A=("abc",) * 5, N=(0, 9, -1, None, "x")),
    row('LEFT("äöü",2)', "äö", rule="4.11"),
    row('TEXT([@A],"0.00")', "1" + "0" * 30 + ".00", "-5" + "0" * 40 + ".00", rule="4.12", A=(1e30, -5e40)),
    row('TEXT([@A],"#,##0")', "1" + ",000" * 10, rule="4.12", A=(1e30,)),
    row('TEXT([@A],"0%")', "1" + "0" * 32 + "%", rule="4.12", A=(1e30,)),
    row("RIGHT([@Code],2)", "12", "-3", None, help=True, Code=("AB-12", "XY-3", None)),
    row("RIGHT([@A])", "2", None, "c", "E", "#N/A", rule="4.2", A=MIXED),
    row("RIGHT([@A],[@N])", None, "abc", "#VALUE!", None, "bc", rule="4.2", A=("abc",) * 5, N=(0, 9, -1, None, 2)),
    row("LEN([@Name])", 3.0, 5.0, None, help=True, Name=("Ada", "Plato", None)),
    row("LEN([@A])", 2.0, None, 3.0, 4.0, "#N/A", rule="4.2", A=MIXED),
    row('LEN("äöü ")', 4.0, rule="4.11"),
    row("LEN(1/3)", 17.0, rule="4.6"),
    row("LOWER([@Name])", "ada", "plato", None, help=True, Name=("Ada", "PLATO", None)),
    row("LOWER([@A])", "12", None, "abc", "true", "#N/A", rule="4.2", A=MIXED),
    row("UPPER([@Name])", "ADA", "PLATO", None, help=True, Name=("Ada", "plato", None)),
    row("UPPER([@A])", "12", None, "ABC", "TRUE", "#N/A", rule="4.2", A=MIXED),
    row('TRIM("  two   words ")', "two words", help=True),
    row("TRIM([@A])", "12", None, "abc", "TRUE", "#N/A", rule="4.2", A=MIXED),
    row('TRIM("   ")', None, rule="4.1"),
    row('TEXT([@Share],"0.0%")', "82.5%", "100.0%", None, help=True, Share=(0.825, 1, None)),
    row('TEXT([@A],"0")', "3", "-3", "0", "1235", "0", rule="4.12", A=(2.5, -2.5, 0.4, 1234.5, -0.4)),
    row('TEXT([@A],"0.0")', "2.5", "-2.5", "0.4", "1234.5", "-0.4", rule="4.12", A=(2.5, -2.5, 0.4, 1234.5, -0.4)),
    row('TEXT([@A],"0.00")', "1.01", "0.30", "1000000.00", rule="4.12", A=(1.005, 0.1 + 0.2, 1e6)),
    row('TEXT([@A],"#,##0")', "1,235", "12,345,678", "-1,000", "7", rule="4.12", A=(1234.5, 12345678, -999.5, 7)),
    row('TEXT([@A],"#,##0.00")', "1,234.50", "0.13", "-1,234.57", rule="4.12", A=(1234.5, 0.125, -1234.567)),
    row('TEXT([@A],"0%")', "13%", "-50%", "250%", "0%", rule="4.12", A=(0.125, -0.5, 2.5, 0)),
    row('TEXT([@A],"0.00%")', "12.50%", "33.33%", rule="4.12", A=(0.125, 1 / 3)),
    row('TEXT([@A],"0.00E+00")', "1.23E+03", "1.00E+00", "-5.00E-03", "0.00E+00", "1.00E+01", rule="4.12",
        A=(1234.5, 1, -0.005, 0, 9.999)),
    row('TEXT([@D],"yyyy-mm-dd")', "2027-06-30", "1900-03-01", "9999-12-31", None, rule="4.12",
        D=(46568, 61, 2958465, None)),
    row('TEXT([@A],"0")', "12", None, "abc", "TRUE", "#N/A", rule="4.12", A=MIXED),
    row('TEXT(0.1,"0.0")&" of "&TEXT(2,"0")', "0.1 of 2", rule="4.12"),
    row('IF([@A]="",0,LEN([@A]))', 0.0, 3.0, A=(None, "abc")),
)  # fmt: skip
