from __future__ import annotations

from wholeplace.picture.patterns.describe import PLAIN, describe

TOLD = {
    "money": ("circumstance", "money worries"),
    "home": ("circumstance", "an insecure home"),
    "help": ("service", "early help"),
    "kin": ("strength", "support from kin"),
}
OF_ALL = {"money": 0.3, "home": 0.2, "help": 0.1, "kin": 0.1}


def test_a_line_says_what_sets_a_pattern_apart() -> None:
    own = [
        {"money": 0.95, "home": 0.4, "help": 0.6, "kin": 0.2},
        {"money": 0.1, "home": 0.1, "help": 0.0, "kin": 0.05},
    ]
    assert describe(own, OF_ALL, TOLD) == [
        "Nearly all live with money worries; many live with an insecure home; most have early help; "
        "some have support from kin",
        PLAIN,
    ]


def test_what_most_have_is_said_of_those_whom_little_sets_apart() -> None:
    own = [{"money": 0.31, "home": 0.1, "help": 0.1, "kin": 0.1}]
    assert describe(own, OF_ALL, TOLD) == [f"{PLAIN}; many live with money worries"]


def test_no_two_lines_are_alike() -> None:
    same = {"money": 0.9, "home": 0.1, "help": 0.0, "kin": 0.0}
    lines = describe([same, dict(same)], OF_ALL, TOLD)
    assert lines == ["Nearly all live with money worries (1)", "Nearly all live with money worries (2)"]


def test_more_is_said_before_lines_are_numbered() -> None:
    told = {name: ("circumstance", name) for name in "abcd"}
    of_all = dict.fromkeys("abcd", 0.2)
    lines = describe(
        [{"a": 0.9, "b": 0.8, "c": 0.7, "d": 0.0}, {"a": 0.9, "b": 0.8, "c": 0.1, "d": 0.0}], of_all, told
    )
    assert lines == [
        "Nearly all live with a; most live with b and c",
        "Nearly all live with a; most live with b",
    ]
