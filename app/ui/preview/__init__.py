"""The printed page before it is printed: real pages, printing, saving as PDF, language and size of paper."""

from app.ui.preview.papers import Request
from app.ui.preview.window import Preview, open_preview

__all__ = ["Preview", "Request", "open_preview"]
