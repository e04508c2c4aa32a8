"""Parts that are there or not, before anybody sees the screen and while it is shown."""

from PySide6.QtWidgets import QWidget


def put_there(part: QWidget, *, there: bool) -> None:
    """Show or hide a part that has its place.

    Qt dresses what it is told to show, and all there is in it, also before the window is there whose look it will
    have: then everything would be dressed twice. So it is told only what is not so already.
    """
    if part.isHidden() is there:
        part.setVisible(there)
