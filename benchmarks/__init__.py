"""What must be fast, measured against hand-written numpy, a spreadsheet and a bare window."""
