"""How large this process has been; for processes that load nothing else to measure with."""

import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def largest() -> float:
    """MiB; where the system tells, without what the process had that started this one."""
    if _STATUS.exists():
        [line] = [line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
