"""Knowing the caller: the card, the note of the call, the pop when the telephone rings."""
