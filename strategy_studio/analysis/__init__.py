"""Questions to a plan: result values, nothing drawn."""
