"""Passwords and PINs as Argon2id hashes (RFC 9106), as slow as this computer bears."""

from time import perf_counter

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY = 64 * 1024
"""KiB for one hash: the second recommended setting of RFC 9106."""
LANES = 4
SECONDS = 0.25
"""What one guess shall cost on the computer where the password was set."""
LEAST_ROUNDS, MOST_ROUNDS = 2, 12


def hashed(secret: str) -> str:
    """The hash of a password or PIN, with its parameters in it; takes about ``SECONDS``, twice."""
    return _hasher(_rounds()).hash(secret)


def matches(kept: str, secret: str) -> bool:
    """Whether a secret is the one that was hashed; an empty hash costs the same time and matches nothing."""
    if not kept:
        hashed(secret)
        return False
    try:
        return _hasher(LEAST_ROUNDS).verify(kept, secret)
    except (VerificationError, InvalidHashError):
        return False


def _rounds() -> int:
    """How many rounds fit into the time, measured now: PCs differ by a factor of ten."""
    begun = perf_counter()
    _hasher(1).hash("measured")
    return max(LEAST_ROUNDS, min(MOST_ROUNDS, round(SECONDS / (perf_counter() - begun))))


def _hasher(rounds: int) -> PasswordHasher:
    return PasswordHasher(time_cost=rounds, memory_cost=MEMORY, parallelism=LANES, type=Type.ID)
