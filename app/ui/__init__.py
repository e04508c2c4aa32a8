"""Everything with Qt. Widgets name services and queries; the task runner adds the store on the database thread."""

import builtins

import PySide6.QtCore  # noqa: F401 - it puts a function of its own in the place of Python's import

# that one reads the source of every module to see whether it asks for Qt's Python "features", which nothing here does;
# Qt keeps the function before under this name
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
