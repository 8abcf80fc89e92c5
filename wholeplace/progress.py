"""Progress on the terminal: a bar where something takes more than two seconds, nothing without a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

PATIENCE = 2.0


@contextmanager
def bars() -> Iterator[Callable[[str, float], None]]:
    """A function to be told (what, share done from 0 to 1); it draws on standard error once patience ends."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda what, share: None
        return
    progress = Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console, transient=True
    )
    task = progress.add_task("Starting", total=1.0)
    began = time.monotonic()

    def told(what: str, share: float) -> None:
        progress.update(task, description=what, completed=share)
        if not progress.live.is_started and time.monotonic() - began > PATIENCE:
            progress.start()

    try:
        yield told
    finally:
        progress.stop()
