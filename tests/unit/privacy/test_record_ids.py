"""Keyed ids: equal to the standard library's HMAC, apart for every scope, the same on every run."""

from __future__ import annotations

import hashlib
import hmac
import time

import polars as pl
import pytest

from wholeplace.privacy.keys import PlaceKey
from wholeplace.privacy.record_ids import keyed_ids, part, record_ids

KEY = PlaceKey(bytes(range(32)))


def of(*values: str | None) -> pl.Series:
    return pl.Series("own_id", list(values), dtype=pl.String)


def by_standard_library(key: bytes, *parts: str) -> str:
    message = b"".join(f"{len(p.encode())}:".encode() + p.encode() + b"," for p in parts)
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:32]


@pytest.mark.parametrize("value", ["1", "", "Ünïque – 7", "a" * 500, "12:x,"])
def test_an_id_is_the_standard_librarys_hmac_cut_to_128_bits(value: str) -> None:
    expected = "r" + by_standard_library(KEY.secret, "r", "social care", "ssda903", value)
    assert record_ids(KEY, "social care", "ssda903", of(value)).to_list() == [expected]


def test_order_nulls_repeats_and_name_are_kept() -> None:
    ids = record_ids(KEY, "s", "l", of("b", None, "a", "b", None))
    assert ids.name == "own_id"
    assert ids.is_null().to_list() == [False, True, False, False, True]
    assert ids[0] == ids[3] != ids[2]


def test_no_ids_make_no_ids() -> None:
    assert record_ids(KEY, "s", "l", of()).to_list() == []
    assert record_ids(KEY, "s", "l", of(None)).to_list() == [None]


def test_a_number_and_its_text_are_one_id() -> None:
    numbers = pl.Series("own_id", [7, 12])
    assert record_ids(KEY, "s", "l", numbers).to_list() == record_ids(KEY, "s", "l", of("7", "12")).to_list()


def test_source_layout_kind_and_key_each_change_the_id() -> None:
    value = of("C001")
    found = [
        record_ids(KEY, "a", "cin", value),
        record_ids(KEY, "b", "cin", value),
        record_ids(KEY, "a", "ssda903", value),
        keyed_ids(KEY, "g", ("a", "cin"), value),
        keyed_ids(KEY, "a", ("a", "cin"), value),
        record_ids(PlaceKey(b"other" * 7), "a", "cin", value),
    ]
    assert len({ids[0][1:] for ids in found}) == len(found)
    assert [ids[0][0] for ids in found] == ["r", "r", "r", "g", "a", "r"]


def test_parts_cannot_be_shifted_into_each_other() -> None:
    assert record_ids(KEY, "ab", "c", of("d"))[0] != record_ids(KEY, "a", "bc", of("d"))[0]
    assert record_ids(KEY, "a", "b", of("c,1:d"))[0] != record_ids(KEY, "a", "b,1:c", of("d"))[0]
    assert keyed_ids(KEY, "g", ("a",), of("b"))[0] != keyed_ids(KEY, "g", (), of("ab"))[0]


def test_a_parts_length_is_in_bytes() -> None:
    assert part("é") == b"2:\xc3\xa9,"


def test_a_known_id_never_changes() -> None:
    assert record_ids(KEY, "s", "l", of("1")).to_list() == ["r9bd447076c2876047934e00432b63920"]


def test_repeats_are_hashed_once() -> None:
    repeated = pl.concat([of("1", "2", "3")] * 100_000)
    started = time.perf_counter()
    record_ids(KEY, "s", "l", repeated)
    assert time.perf_counter() - started < 1.0
