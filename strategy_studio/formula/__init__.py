"""The formula language: text to tree, tree to numbers over whole columns, tree to Excel's text."""
