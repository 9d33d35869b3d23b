"""Examples of present and future values; expected numbers by the closed formulas and Excel's documentation."""

from __future__ import annotations

from .example import figure, row

MONEY = (
    figure("NPV(0.1,[Payment])", 1188.4434123352207, help=True, Payment=(-10000, 3000, 4200, 6800)),
    figure("NPV(0.08,[Payment])", 41922.06155493237, Payment=(8000, 9200, 10000, 12000, 14500)),
    row("NPV(0.5,[@A],[@B])", 2.0, 1.0, 0.0, rule="4.5", A=(1.5, 1.5, None), B=(2.25, None, "x")),
    row("NPV(0.5,[@A],[@B])", 1.5, rule="4.5", A=(None,), B=(2.25,)),
    row("NPV([@R],2)", 1.0, None, "#VALUE!", "#DIV/0!", "#N/A", rule="4.2", R=(1, None, "x", -1, "#N/A")),
    figure("NPV(0,[A])", 6.0, A=(1, 2, 3)),
    figure("NPV(0.1,[A])", "#REF!", rule="4.5", A=(1, "#REF!")),
    row('NPV(0.1,"x")', "#VALUE!", rule="4.5"),
    row("NPV(0.1,1,SQRT([@A]))", 0.9090909090909091 + 2 / 1.21, "#NUM!", "#N/A", A=(4, -1, "#N/A")),
    row("PV([@Rate],[@N],10)", -4.0, -4.0, 0.0, Rate=(2.5, 2.5, 2.5), N=(45000, 1e6, 0)),
    row("PV([@Rate],2,-100)", 144.0, 200.0, None, help=True, Rate=(0.25, 0, None)),
    row("PV(0.25,2,-100,-1000)", 784.0),
    row("PV(0.25,2,-100,0,1)", 180.0),
    row("PV(0.08/12,12*20,500,0,0)", -59777.14585118638),
    row("PV(0,3,-10,-5)", 35.0),
    row("PV(-1,2,-10)", "#NUM!", rule="4.2"),
    row("PV([@A],2,1)", None, "#VALUE!", "#N/A", rule="4.2", A=(None, "x", "#N/A")),
    row("FV([@Rate],2,-100)", 225.0, 200.0, None, help=True, Rate=(0.25, 0, None)),
    row("FV(0.25,2,-100,-1000)", 1787.5),
    row("FV(0.25,2,-100,0,1)", 281.25),
    row("FV(0.06/12,10,-200,-500,1)", 2581.4033740601367),
    row("FV(0.1,[@A],-1)", None, "#VALUE!", "#N/A", rule="4.2", A=(None, "x", "#N/A")),
    row("PMT([@Rate],2,-144)", 100.0, 72.0, None, help=True, Rate=(0.25, 0, None)),
    row("PMT(0.08/12,10,10000)", -1037.0320893591644),
    row("PMT(0.08/12,10,10000,0,1)", -1030.1643271779776),
    row("PMT(0.06/12,18*12,0,50000)", -129.0811608679973),
    row("PMT(0.1,0,100)", "#NUM!", rule="4.2"),
    row("PMT(0.1,[@A],100)", None, "#VALUE!", "#N/A", rule="4.2", A=(None, "x", "#N/A")),
)  # fmt: skip
