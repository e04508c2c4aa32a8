"""Identities that the client makes, so that a repeated operation is recognised."""

import os
import time
from uuid import UUID


def new_uid() -> UUID:
    """A UUID of version 7 (RFC 9562): unique, and sorted by time, so that indexes stay compact."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return UUID(int=value)
