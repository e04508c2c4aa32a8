"""Complaints: everything that a person does with a case; each function is one operation."""

from app.services.complaints_closing import Closing, close, rate, reopen, satisfied
from app.services.complaints_done import Changed, Done
from app.services.complaints_opening import NewComplaint, Opened, open_case
from app.services.complaints_sweep import Swept, sweep
from app.services.complaints_talk import answer, keep, note, promise, withdraw
from app.services.complaints_work import assign, change, escalate, pause, resume, take

__all__ = [
    "Changed", "Closing", "Done", "NewComplaint", "Opened", "Swept", "answer", "assign", "change", "close",
    "escalate", "keep", "note", "open_case", "pause", "promise", "rate", "reopen", "resume", "satisfied", "sweep",
    "take", "withdraw",
]  # fmt: skip
