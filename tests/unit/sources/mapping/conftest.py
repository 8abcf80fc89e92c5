"""A template of a few tables, to which a test adds the part that it is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.sources import Extract, read

HEAD = '[template]\nname = "own"\ntitle = "Own"\nsource = "agreement"\n'
PEOPLE = '[table.people]\nmatch = ["Ref"]\nkey = ["Ref"]\ndate_formats = ["%d/%m/%Y"]\n'
WHO = '[table.people.record]\ngiven_name = "First"\n'

Made = Callable[..., Extract]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Reads a file of people by a template that ends in the given part, and further files by name."""

    def reading(part: str, people: str, *, table: str = PEOPLE + WHO, **files: str) -> Extract:
        (tmp_path / "own.toml").write_text(HEAD + table + part, encoding="utf-8")
        texts = {"people.csv": people, **{f"{name}.csv": text for name, text in files.items()}}
        return read(tmp_path, "mapped", texts, "own.toml")

    return reading
