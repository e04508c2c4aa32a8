"""A picture file for the letterhead: read with suspicion, and only what paper can show."""

from pathlib import Path

from app.domain.refusal import N_, Mistake
from app.integrations.tables_guard import cannot_open, check_is_file

LARGEST = 2 * 1024 * 1024
_KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def read_picture(path: Path) -> bytes:
    """The bytes of a PNG or JPEG picture of at most 2 MB. Raises ``Refusal``."""
    check_is_file(path)
    try:
        if path.stat().st_size > LARGEST:
            raise Mistake(N_("A logo has at most 2 MB."), hint=N_("Make the picture smaller."), field="logo")
        found = path.read_bytes()
    except OSError as error:
        raise cannot_open(path, error) from error
    if not found.startswith(_KINDS):
        raise Mistake(
            N_("‘{file}’ is neither a PNG nor a JPEG picture."), hint=N_("Save the logo as PNG."), field="logo",
            file=path.name,
        )  # fmt: skip
    return found
