"""People and homes as the engine holds them: flat arrays, family by family."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

HERE = np.iinfo(np.int32).max
"""In place of a month in `gone`: still here."""
MOST_MEMBERS = 40
MOST_HOMES = 12

KINDS = {
    "family_start": np.int64, "family_key": np.uint64, "family_ratio": np.float64,
    "key": np.uint64, "sex": np.uint8, "birth": np.int32, "enter": np.int32, "home": np.int8,
    "mother": np.int8, "father": np.int8, "partner": np.int8, "gone": np.int32,
    "factors": np.uint64, "states": np.uint8, "brought": np.uint8,
    "home_start": np.int64, "home_key": np.uint64, "home_area": np.int32, "home_factors": np.uint64,
    "home_states": np.uint8,
}  # fmt: skip
PERSON = (
    "key",
    "sex",
    "birth",
    "enter",
    "home",
    "mother",
    "father",
    "partner",
    "gone",
    "factors",
    "states",
    "brought",
)
HOME = ("home_key", "home_area", "home_factors", "home_states")
FAMILY = ("family_start", "family_key", "family_ratio", "home_start")


def _none() -> npt.NDArray[np.uint8]:
    return np.zeros((0, 2), np.uint8)


@dataclass
class Population:
    """F families, N people, H homes. Members and homes of a family stand together, in the order of families.

    Members and homes are numbered within their family from 0. Months are counted as the model's are and may
    be negative. A person is present in a month if `home` is not -1 and `enter` is not later.
    """

    family_start: npt.NDArray[np.int64]  # F + 1: first person of each family, and N
    family_key: npt.NDArray[np.uint64]
    family_ratio: npt.NDArray[np.float64]
    key: npt.NDArray[np.uint64]  # person
    sex: npt.NDArray[np.uint8]  # 0 F, 1 M
    birth: npt.NDArray[np.int32]  # month
    enter: npt.NDArray[np.int32]  # first month present
    home: npt.NDArray[np.int8]  # local; -1 gone
    mother: npt.NDArray[np.int8]  # local; -1 not in the family
    father: npt.NDArray[np.int8]
    partner: npt.NDArray[np.int8]
    gone: npt.NDArray[np.int32]  # month in which they died or left; HERE
    factors: npt.NDArray[np.uint64]  # bits as Model.factors; home-level ones in home_factors
    states: npt.NDArray[np.uint8]  # N x tracks: 0 none, else 1 + index of the state
    home_start: npt.NDArray[np.int64]  # F + 1
    home_key: npt.NDArray[np.uint64]
    home_area: npt.NDArray[np.int32]  # index of the area; -1 outside the place
    home_factors: npt.NDArray[np.uint64]
    home_states: npt.NDArray[np.uint8]
    brought: npt.NDArray[np.uint8] = field(
        default_factory=_none
    )  # N x 2: partners, homes brought about so far

    def __post_init__(self) -> None:
        if not len(self.brought):
            self.brought = np.zeros((len(self.key), 2), np.uint8)
        for name, kind in KINDS.items():
            setattr(self, name, np.ascontiguousarray(getattr(self, name), kind))
        self._check()

    def _check(self) -> None:
        people, homes, families = len(self.key), len(self.home_key), len(self.family_key)
        ends = (len(self.family_start), len(self.home_start), self.family_start[-1], self.home_start[-1])
        if ends != (families + 1, families + 1, people, homes):
            raise ValueError("family_start and home_start do not cover the people and homes")
        sizes, rooms = np.diff(self.family_start), np.diff(self.home_start)
        if families and (sizes.max() > MOST_MEMBERS or rooms.max() > MOST_HOMES):
            raise ValueError(f"a family has over {MOST_MEMBERS} members or {MOST_HOMES} homes")
        for name in ("mother", "father", "partner"):
            if (getattr(self, name) >= np.repeat(sizes, sizes)).any():
                raise ValueError(f"{name} points outside the family")
        paired = np.flatnonzero(self.partner >= 0)
        first = np.repeat(self.family_start[:-1], sizes)
        if (self.partner[first[paired] + self.partner[paired]] != paired - first[paired]).any():
            raise ValueError("somebody is a partner's partner and that partner is not theirs")
        if (self.home >= np.repeat(rooms, sizes)).any():
            raise ValueError("home points outside the family")
