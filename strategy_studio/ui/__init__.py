"""The window: everything that imports Qt, but for `app`."""
