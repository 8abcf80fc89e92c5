"""The place key: made once, kept for its owner alone, never the demo's beside real people."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import polars as pl
import pytest

from wholeplace.errors import PrivacyError
from wholeplace.privacy.keys import DEMO_KEY, KEY_FILE, PlaceKey, load_or_make_key


def test_a_key_is_made_once_and_found_again(tmp_path: Path) -> None:
    first = load_or_make_key(tmp_path / "identity", synthetic=False)
    assert len(first.secret) == 32
    assert not first.is_demo
    assert load_or_make_key(tmp_path / "identity", synthetic=False) == first
    assert [path.name for path in (tmp_path / "identity").iterdir()] == [KEY_FILE]


def test_two_places_have_two_keys(tmp_path: Path) -> None:
    one, other = (load_or_make_key(tmp_path / name, synthetic=False) for name in ("one", "other"))
    assert one != other


@pytest.mark.skipif(os.name != "posix", reason="this system has no file modes")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    load_or_make_key(tmp_path, synthetic=False)
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_a_synthetic_place_gets_the_demo_key(tmp_path: Path) -> None:
    key = load_or_make_key(tmp_path, synthetic=True)
    assert key.is_demo
    assert key.secret == DEMO_KEY


def test_the_demo_key_is_refused_beside_a_real_source(tmp_path: Path) -> None:
    load_or_make_key(tmp_path, synthetic=True)
    with pytest.raises(PrivacyError, match="demo key"):
        load_or_make_key(tmp_path, synthetic=False)


def test_a_key_of_its_own_does_for_a_synthetic_place(tmp_path: Path) -> None:
    own = load_or_make_key(tmp_path, synthetic=False)
    assert load_or_make_key(tmp_path, synthetic=True) == own


@pytest.mark.parametrize("text", ["", "ab", "z" * 64, "a" * 63, "\xff" * 64])
def test_a_damaged_key_is_not_replaced(tmp_path: Path, text: str) -> None:
    (tmp_path / KEY_FILE).write_text(text, encoding="latin-1")
    with pytest.raises(PrivacyError, match="damaged") as error:
        load_or_make_key(tmp_path, synthetic=False)
    assert not text or text not in error.value.line()
    assert (tmp_path / KEY_FILE).read_text(encoding="latin-1") == text


def test_no_new_key_is_made_where_tables_of_a_lost_one_lie(tmp_path: Path) -> None:
    (tmp_path / "record").mkdir()
    pl.DataFrame({"record_id": ["r1"]}).write_parquet(tmp_path / "record" / "part.parquet")
    with pytest.raises(PrivacyError, match="key is gone"):
        load_or_make_key(tmp_path, synthetic=False)
    assert not (tmp_path / KEY_FILE).exists()


def test_the_secret_is_never_written_out() -> None:
    key = PlaceKey(bytes(range(32)))
    for text in (repr(key), str(key), f"{key}"):
        assert key.secret.hex() not in text
        assert repr(key.secret) not in text


def test_keys_for_two_purposes_tell_nothing_of_each_other_or_of_the_secret() -> None:
    key = PlaceKey(bytes(range(32)))
    assert (
        len(
            {
                key.secret,
                key.derive("access log"),
                key.derive("another"),
                PlaceKey(b"x" * 32).derive("another"),
            }
        )
        == 4
    )
