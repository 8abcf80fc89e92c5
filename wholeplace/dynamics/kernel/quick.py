"""How the kernel's functions are compiled.

Numba counts references to arrays at every call, with locked instructions; here nothing is allocated inside a
compiled function and all arrays outlive the run, so counting is switched off. Without this the kernel spent
nine parts in ten of its time counting.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numba.cpython.unsafe.numbers import trailing_zeros

unsigned = np.uint64
"""An index that cannot count from the end of an array, as numba lets a signed one do and pays for at each access."""
UNCOUNTED: dict[str, Any] = {"_nrt": False}
WITHIN: dict[str, Any] = {**UNCOUNTED, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""For what only compiled code calls: no way in from Python is compiled, which takes longer than the function itself."""
quick = njit(**WITHIN)
woven = njit(**WITHIN, forceinline=True)
inlined = njit(**WITHIN, inline="always")
"""`quick` functions are called. `woven` ones are compiled, become part of what calls them, and are compiled anew there
and in all that calls that: so they are few, and not deep. `inlined` ones are small, or called once: they are never
compiled by themselves."""
lowest: Any = trailing_zeros
"""Where the lowest of some bits stands: one instruction of the processor, which numba keeps for its own use."""
