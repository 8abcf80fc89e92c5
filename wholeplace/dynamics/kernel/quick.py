"""How the kernel's functions are compiled.

Numba counts references to arrays at every call, with locked instructions; here nothing is allocated inside a
compiled function and all arrays outlive the run, so counting is switched off. Without this the kernel spent
nine parts in ten of its time counting.
"""

from __future__ import annotations

from typing import Any

from numba import njit

UNCOUNTED: dict[str, Any] = {"_nrt": False}
quick = njit(**UNCOUNTED)
inlined = njit(**UNCOUNTED, forceinline=True)
"""For what every month or every renewed chance goes through."""
