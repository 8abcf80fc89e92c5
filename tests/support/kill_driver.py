"""A run that kills itself at an event, in a process of its own.

Events: before_publish, after_publish, before_rename, after_rename (the n-th of them), or seconds (after n
seconds of running). The process ends by SIGKILL, as when power goes; it ends by itself where the event
does not come.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import wholeplace
from wholeplace.store import Store


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _armed(call: Callable[..., Any], when: str, number: int) -> Callable[..., Any]:
    seen = [0]

    def armed(*args: Any, **more: Any) -> Any:
        seen[0] += 1
        if when == "before" and seen[0] == number:
            _die()
        result = call(*args, **more)
        if when == "after" and seen[0] == number:
            _die()
        return result

    return armed


def run_until(folder: Path, event: str, number: float) -> None:
    """Run the place until the event comes the `number`-th time."""
    place = wholeplace.open(folder)
    when, _, what = event.partition("_")
    if what == "publish":
        Store.publish = _armed(Store.publish, when, int(number))  # type: ignore[method-assign]
    elif what == "rename":
        os.replace = _armed(os.replace, when, int(number))
    else:
        threading.Timer(number, _die).start()
    place.run(jobs=1)
    os._exit(0)
