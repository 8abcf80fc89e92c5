from __future__ import annotations

import pytest

from wholeplace.sources.files.csv.records import MAX_FIELD, Record, records, refuse
from wholeplace.sources.files.model import FileRefused


def _fields(data: bytes, delimiter: str = ",") -> list[list[bytes]]:
    return [record.fields for record in records(data, delimiter)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a,b\nc,d", [[b"a", b"b"], [b"c", b"d"]]),
        (b"a,\n,\n", [[b"a", b""], [b"", b""]]),
        (b"a\r\nb\r\n", [[b"a"], [b"b"]]),
        (b"\n\n", [[b""], [b""]]),
        (b'"a,b",c\n', [[b"a,b", b"c"]]),
        (b'"a\nb",c\nd,e\n', [[b"a\nb", b"c"], [b"d", b"e"]]),
        (b'"a\r\nb"\r\n', [[b"a\r\nb"]]),
        (b'"a""b","",""""\n', [[b'a"b', b"", b'"']]),
        (b'a"b,c"d"\n', [[b'a"b', b'c"d"']]),
        (b' "a,b"\n', [[b' "a', b'b"']]),
        (b'"a" ,b\n', [[b"a ", b"b"]]),
        (b'a,"b"', [[b"a", b"b"]]),
        (b'"b",', [[b"b", b""]]),
        (b'""', [[b""]]),
    ],
)
def test_fields_of_each_record(data: bytes, expected: list[list[bytes]]) -> None:
    assert _fields(data) == expected


@pytest.mark.parametrize("delimiter", [";", "\t", "|", "^"])
def test_any_delimiter(delimiter: str) -> None:
    assert _fields(f'"a{delimiter}b"{delimiter}c,d\n'.encode(), delimiter) == [
        [f"a{delimiter}b".encode(), b"c,d"]
    ]


def test_places_and_lines() -> None:
    data = b'x\n"a\n\nb"\n\nc'
    found = list(records(data, ",", start=2, line=2))
    assert [(r.start, r.end, r.line) for r in found] == [(2, 9, 2), (9, 10, 5), (10, 12, 6)]
    assert [r.is_blank() for r in found] == [False, True, False]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'a\n"b', 2),
        (b'"a\nb","c\nd', 2),
        (b'x,y\n"a\nb"c,d\n', 2),
        (b'"a""\n', 1),
        (b'a,b\nc,"d\ne,"f"\n', 2),
    ],
)
def test_a_quote_that_is_not_closed(data: bytes, line: int) -> None:
    with pytest.raises(FileRefused) as caught:
        _fields(data)
    assert (caught.value.problem.rule, caught.value.problem.line) == ("unclosed_quote", line)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"a,b\n", None),
        (b"a,b,c\n", None),
        (b"a\n", "wrong_field_count"),
        (b"a,b,c,d\n", "wrong_field_count"),
        (b"a,\0\n", "not_text"),
        (b'a,"\0"\n', "not_text"),
        (b'a,"b"c\n', "stray_quote"),
        (b'a,"b"c\0\n', "not_text"),
        (b"a," + b"x" * MAX_FIELD + b"\n", None),
        (b"a," + b"x" * (MAX_FIELD + 1) + b"\n", "field_too_long"),
        (b"a," + b"x" * (MAX_FIELD - 9) + b"," + b"y" * 99 + b"\n", None),
    ],
)
def test_what_makes_a_row_unusable(data: bytes, rule: str | None) -> None:
    (record,) = records(data, ",", line=7)
    problem = refuse(record, 2, 3)
    assert (problem.rule if problem else None) == rule
    if problem:
        assert (problem.level, problem.line) == ("row", 7)


def test_a_fault_stays_with_its_own_record() -> None:
    data = b'a\n\0\nb\n"c"d\ne\n\0\n'
    assert [record.fault for record in records(data, ",")] == [
        None,
        "not_text",
        None,
        "stray_quote",
        None,
        "not_text",
    ]


def test_rules_are_told_with_numbers_and_no_values() -> None:
    problem = refuse(Record(0, 9, 3, [b"Quayle"]), 2, 2)
    assert problem
    assert problem.why == "the row has 1 fields where the table has 2"
