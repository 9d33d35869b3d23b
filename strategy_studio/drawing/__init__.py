"""Pictures: charts as matplotlib figures, maps and pages as display lists with pens."""
