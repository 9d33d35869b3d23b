"""The plan in memory: declarations, rows, Changes, the graph, calculation, scenarios, rounds and the session."""
