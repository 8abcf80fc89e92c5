"""A run that kills itself: python -m tests.support.kill_driver FOLDER EVENT NUMBER.

EVENT: before_publish, after_publish, before_rename, after_rename (the NUMBER-th of them), or seconds (after
NUMBER seconds of running). The process ends by SIGKILL, as when power goes; it ends by itself where the event
does not come.
"""

from __future__ import annotations

import os
import signal
import sys
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


def main(folder: str, event: str, number: str) -> None:
    """Arm the event and run the place."""
    place = wholeplace.open(Path(folder))
    when, _, what = event.partition("_")
    if what == "publish":
        Store.publish = _armed(Store.publish, when, int(number))  # type: ignore[method-assign]
    elif what == "rename":
        os.replace = _armed(os.replace, when, int(number))
    else:
        threading.Timer(float(number), _die).start()
    place.run(jobs=1)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
