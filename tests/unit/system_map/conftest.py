"""A place's own system map, written from text, loaded, and its faults read line by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wholeplace.errors import SettingsError
from wholeplace.system_map import SystemMap, load_system_map


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], SystemMap]:
    """Loads the packaged map with `text` as the place's override."""

    def _load(text: str) -> SystemMap:
        path = tmp_path / "system_map.toml"
        path.write_text(text, encoding="utf-8")
        return load_system_map(path)

    return _load


@pytest.fixture
def faults(load: Callable[[str], SystemMap], tmp_path: Path) -> Callable[[str], list[str]]:
    """The lines that loading `text` is refused with, without the file's name; empty where it is accepted."""

    def _faults(text: str) -> list[str]:
        try:
            load(text)
        except SettingsError as error:
            return str(error).replace(f"{tmp_path / 'system_map.toml'}: ", "").splitlines()
        return []

    return _faults
