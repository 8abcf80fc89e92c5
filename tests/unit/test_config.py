from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from wholeplace.config import Config, Source, load_config
from wholeplace.errors import SettingsError

HEAD = 'name = "A place"\nas_of = 2026-03-31\ncreated = 2026-01-01\n'
SOURCE = '[[source]]\nname = "care"\nlayout = "ssda903"\nfiles = "a.csv"\n'


def _load(tmp_path: Path, text: str) -> Config:
    (tmp_path / "place.toml").write_text(text, encoding="utf-8")
    return load_config(tmp_path / "place.toml")


def test_what_is_not_said_has_its_default(tmp_path: Path) -> None:
    config = _load(tmp_path, HEAD + SOURCE)
    assert (config.disclosure.threshold, config.disclosure.rounding) == (10, 5)
    assert config.source[0].files == ("a.csv",)
    assert config.folder == tmp_path
    assert config.unstated_until == date(2026, 1, 1) + timedelta(days=90)


def test_a_byte_order_mark_is_no_harm(tmp_path: Path) -> None:
    assert _load(tmp_path, "\ufeff" + HEAD).name == "A place"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "nmae = 1\n", "place.toml: nmae: no such key"),
        ('name = "x"\n', "place.toml: as_of: missing"),
        (HEAD + "[disclosure]\nthreshold = 2\n", "place.toml: disclosure.threshold: "),
        (HEAD + SOURCE + SOURCE, "more than one source is named care"),
        (HEAD + SOURCE.replace("care", "Care team"), "place.toml: source.1.name"),
        (HEAD + SOURCE + 'permitted_uses = ["marketing"]\n', "place.toml: source.1.permitted_uses.1"),
        (
            HEAD + "synthetic = true\n" + SOURCE,
            "the place is marked synthetic but these sources are not: care",
        ),
        (HEAD + 'folder = "x"\n', "place.toml: folder: no such key"),
        ("name = [", "place.toml: not valid TOML"),
    ],
)
def test_each_fault_is_a_line_with_file_key_and_cure(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        _load(tmp_path, text)
    assert said in caught.value.line()
    assert caught.value.exit_code == 10
    assert all(". " in line for line in caught.value.line().splitlines())


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        _load(tmp_path, "wrong = 1\n")
    assert len(caught.value.line().splitlines()) == 4


def test_no_place_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="wholeplace init"):
        load_config(tmp_path / "place.toml")


@pytest.mark.parametrize(
    ("said", "planning", "evaluation", "stated"),
    [
        ({}, True, False, False),
        ({"permitted_uses": ("evaluation",)}, False, True, False),
        ({"synthetic": True}, True, True, True),
        ({"synthetic": True, "permitted_uses": ("planning",)}, True, False, True),
        ({"lawful_basis": "a", "agreement": "b", "permitted_uses": ("planning",)}, True, False, True),
        ({"lawful_basis": "a", "agreement": "b"}, True, False, False),
    ],
)
def test_who_may_see_a_source(
    said: dict[str, object], planning: bool, evaluation: bool, stated: bool
) -> None:
    source = Source.model_validate({"name": "s", "layout": "cin", "files": ("x",), **said})
    assert (source.permits("planning"), source.permits("evaluation"), source.stated) == (
        planning,
        evaluation,
        stated,
    )
