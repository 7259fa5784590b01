"""How much of the machine's memory the private server may use, and what follows from it."""

import contextlib
import os
from pathlib import Path

MEGABYTE = 1024 * 1024
CONTAINERS_LIMIT = Path("/sys/fs/cgroup/memory.max")
SMALLEST, LARGEST = 128, 4096  # megabytes that the server keeps of its tables


def settings() -> tuple[str, ...]:
    """Give PostgreSQL a sixth of the memory for its tables, to be taken as it is needed, and tell
    it that their pages are near: on a disk without moving parts, or in the system's own memory.
    """
    amount = _amount() // MEGABYTE
    return (
        f"shared_buffers={min(max(amount // 6, SMALLEST), LARGEST)}MB",
        f"effective_cache_size={max(amount // 2, SMALLEST)}MB",
        "maintenance_work_mem=256MB",
        "work_mem=8MB",
        "max_wal_size=4GB",
        "checkpoint_timeout=15min",
        "wal_compression=on",
        "random_page_cost=1.1",
    )


def _amount() -> int:
    """The bytes of the machine, or of the container if those are fewer."""
    amount = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with contextlib.suppress(OSError, ValueError):  # "max" is no number
        amount = min(amount, int(CONTAINERS_LIMIT.read_text()))
    return amount
