"""The one module that asks the operating system or the clock: durable files, memory use, today's date.

Everything here works on any system; where a call exists on POSIX alone, the other systems do without it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def now() -> datetime:
    """The clock, in UTC. Only `init`, the expiry check, the run and access logs and decisions may call it."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date by the same clock."""
    return now().date()


def sync_folder(folder: Path) -> None:
    """Make a rename inside `folder` survive a power cut, on systems that let a folder be synced."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, write: Callable[[Path], None], *, private: bool = False) -> None:
    """Write a file so that a reader, or a crash, ever sees all of it or none.

    `write` gets a temporary path beside `path`; the result is synced and renamed over `path` in one act.
    private: only the owner may read it, where the system knows modes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(temporary)
        if private and os.name == "posix":
            temporary.chmod(0o600)
        with temporary.open("rb+") as handle:
            os.fsync(handle.fileno())
        os.replace(temporary, path)
        sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_text_durably(path: Path, text: str, *, private: bool = False) -> None:
    """`write_durably` for text, as UTF-8 with newlines as given."""
    write_durably(path, lambda to: _write_bytes(to, text.encode()), private=private)


def _write_bytes(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def peak_memory_mb() -> float | None:
    """The most memory this process has held so far, in MB; None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def beside(jobs: int, work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Do `work` in a thread of its own while the block runs, which calls for its result; before it where jobs is 1."""
    with ThreadPoolExecutor(1) as aside:
        done = aside.submit(work)
        if jobs == 1:
            wait([done])
        yield done.result
