"""Keyed draws: a number that depends on who, when, and for what, and on nothing else.

Every draw is the splitmix64 finaliser (Steele, Lea and Flood, "Fast splittable pseudorandom number
generators", OOPSLA 2014) of a key made of a seed, a person, a month and a channel. It does not matter in what
order, on how many threads, or in which scenario draws are made: the same person in the same month meets the
same chance. All arithmetic is modulo 2^64; a draw is the upper 53 bits, compared as an integer or divided by
2^53 to lie in [0, 1).
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

PERSON = 0xD1342543DE82EF95
SEED = 0x9E3779B97F4A7C15
MONTH = 0xA0761D6478BD642F
FIRST = 0xBF58476D1CE4E5B9
SECOND = 0x94D049BB133111EB
MASK = 0xFFFFFFFFFFFFFFFF
BITS = 53
ONE = 1 << BITS

Keys = npt.NDArray[np.uint64]


def mix_plain(key: int) -> int:
    """The splitmix64 finaliser in plain Python: 64 bits in, 64 bits out, one to one."""
    key = ((key ^ (key >> 30)) * FIRST) & MASK
    key = ((key ^ (key >> 27)) * SECOND) & MASK
    return key ^ (key >> 31)


def mix(keys: Keys) -> Keys:
    """The splitmix64 finaliser of each key."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(FIRST)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(SECOND)
    return keys ^ (keys >> np.uint64(31))


def channel(name: str) -> int:
    """A 64-bit number for what a draw is for: the start of the name's BLAKE2b hash."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def keyed(seed: int, name: str, ids: npt.ArrayLike, step: npt.ArrayLike = 0) -> Keys:
    """A 64-bit draw for each id and step (broadcast together) on the channel called `name`."""
    who = np.asarray(ids).astype(np.uint64)
    when = np.asarray(step).astype(np.uint64)
    fixed = np.uint64(mix_plain(((seed * SEED) & MASK) ^ channel(name)))
    with np.errstate(over="ignore"):
        return mix(mix(who * np.uint64(PERSON) + fixed) + when * np.uint64(MONTH) + fixed)


def uniform(seed: int, name: str, ids: npt.ArrayLike, step: npt.ArrayLike = 0) -> npt.NDArray[np.float64]:
    """A number in [0, 1) for each id and step: what everything outside the engine's own loop draws with."""
    return (keyed(seed, name, ids, step) >> np.uint64(64 - BITS)).astype(np.float64) / ONE


def pick(draws: npt.NDArray[np.float64], weights: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """For each draw in [0, 1), the index of a weight, chosen in proportion to it."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.minimum(np.searchsorted(edges, draws * edges[-1], side="right"), len(edges) - 1)
