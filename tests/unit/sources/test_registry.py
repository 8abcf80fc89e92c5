"""Layouts by name, and packaged templates known by the headers of their files."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.support.sources import AS_OF, source, written
from wholeplace.config import Config
from wholeplace.errors import SettingsError
from wholeplace.sources.discover import recognise
from wholeplace.sources.registry import (
    known_layouts,
    layout_of,
    packaged_templates,
    template_name,
    template_path,
)
from wholeplace.start import start

CLIENTS = (
    "CLIENT_ID,FIRST_NAME,LAST_NAME,DATE_OF_BIRTH,FIRST_CONTACT\nV1,Orla,Tansley,02/03/1990,01/04/2025\n"
)
NEEDS = "CLIENT_ID,NEED,NOTED_ON\nV1,debt,01/04/2025\n"


def config(folder: Path, layout: str, template: str | None = None) -> Config:
    return Config(name="x", as_of=AS_OF, created=AS_OF, source=(source(layout, [], template),), folder=folder)


def test_templates_without_a_header_are_never_guessed() -> None:
    assert set(packaged_templates()) == {
        "mapped:early_help_local", "mapped:gp_register", "mapped:hclic", "mapped:school_transport",
        "mapped:voluntary_support",
    }  # fmt: skip


def test_a_template_is_named_by_its_layout() -> None:
    assert template_name("mapped:hclic") == "hclic"
    assert template_name("mapped") is None
    assert template_name("ssda903") is None


def test_a_source_gets_its_own_template(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[template]\nname="own"\ntitle="Own"\nsource="us"\n[table.a]\nmatch=["N"]\nkey=["N"]\n[table.a.record]\nsex="S"\n',
        encoding="utf-8",
    )
    own = config(tmp_path, "mapped", "own.toml")
    assert layout_of(own.source[0], own).title == "Own"
    assert template_path(own.source[0], own) == tmp_path / "own.toml"


def test_no_such_layout_names_those_there_are(tmp_path: Path) -> None:
    wrong = config(tmp_path, "council")
    with pytest.raises(SettingsError, match=r"no layout named council.*benefits.*council_tax.*rents.*mapped"):
        layout_of(wrong.source[0], wrong)


def test_files_of_a_packaged_template_are_recognised(tmp_path: Path) -> None:
    (clients,) = written(tmp_path, {"clients.csv": CLIENTS})
    layouts = [*known_layouts().values(), *packaged_templates().values()]
    guess = recognise(clients, layouts)
    assert guess is not None
    assert (guess.layout, guess.tables) == ("mapped:voluntary_support", ("clients",))


def test_init_writes_a_source_that_names_the_template(tmp_path: Path) -> None:
    written(tmp_path / "sent", {"clients.csv": CLIENTS, "needs.csv": NEEDS, "odd.csv": "A,B\n1,2\n"})
    place = tmp_path / "place"
    place.mkdir()
    found = start(place, tmp_path / "sent", lambda name, share: None)
    (one,) = tomllib.loads((place / "place.toml").read_text(encoding="utf-8"))["source"]
    assert (one["name"], one["layout"], one["template"]) == (
        "voluntary_support",
        "mapped",
        "voluntary_support",
    )
    assert len(one["files"]) == 2
    assert one["agency"] == "not stated"
    assert found.unrecognised == ("odd.csv",)
    assert str(found.as_of) == "2025-04-01"
