"""Keys in words."""

from PySide6.QtGui import QKeySequence


def engraved(key: str | QKeySequence) -> str:
    """A key as it stands on the keyboard: Ctrl, whatever Qt's translation calls it, and Enter."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText).replace("Return", "Enter")
