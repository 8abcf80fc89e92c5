"""A template is found by its packaged name or in the place's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholeplace.errors import SettingsError
from wholeplace.sources.mapping.load import load_template, packaged_names

TEXT = (
    '[template]\nname = "own"\ntitle = "A"\nsource = "us"\n'
    '[table.a]\nmatch = ["N"]\nkey = ["N"]\n[table.a.record]\nsex = "S"\n'
)


@pytest.mark.parametrize("name", packaged_names())
def test_every_packaged_template_is_without_fault(name: str) -> None:
    assert load_template(name, Path("nowhere")).template.name == name


def test_a_file_of_the_place_may_have_a_byte_order_mark(tmp_path: Path) -> None:
    packaged = load_template("gp_register", tmp_path)
    (tmp_path / "gp.toml").write_text(TEXT, encoding="utf-8-sig")
    assert load_template("gp.toml", tmp_path).template.name == "own"
    assert load_template("gp_register", tmp_path) is packaged


def test_no_such_template_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no such template.*hclic.*shbe"):
        load_template("foodbank.toml", tmp_path)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"own\.toml: not a text in UTF-8"):
        load_template("own.toml", tmp_path)


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(TEXT, encoding="utf-8")
    assert load_template("own.toml", tmp_path).template.title == "A"
    path.write_text(TEXT.replace('"A"', '"B"'), encoding="utf-8")
    assert load_template("own.toml", tmp_path).template.title == "B"
