"""Finds a template by its packaged name or file, and reads it; every fault is one line with key and cure."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from wholeplace.config import parse_settings
from wholeplace.errors import SettingsError
from wholeplace.sources.mapping.faults import faults
from wholeplace.sources.mapping.form import Template

ENDING = ".toml"


def packaged_names() -> tuple[str, ...]:
    """Names of the packaged templates, in order."""
    folder = files("wholeplace") / "data" / "templates"
    return tuple(
        sorted(path.name.removesuffix(ENDING) for path in folder.iterdir() if path.name.endswith(ENDING))
    )


def load_template(name: str, folder: Path) -> Template:
    """The template of that packaged name, or in that file of the place's folder.

    Raises SettingsError with a line for each thing wrong: file, key, what, cure.
    """
    text, where = _text(name, folder)
    return _checked(text, where)


def _text(name: str, folder: Path) -> tuple[str, str]:
    if name in packaged_names():
        path = files("wholeplace") / "data" / "templates" / f"{name}{ENDING}"
        return path.read_text(encoding="utf-8"), path.name
    try:
        return (folder / name).read_text(encoding="utf-8-sig"), name
    except OSError:
        cure = f"Name a file in the place's folder, or one of: {', '.join(packaged_names())}"
        raise SettingsError("no such template", where=f"place.toml: template {name}", cure=cure) from None
    except UnicodeDecodeError:
        raise SettingsError("not a text in UTF-8", where=name, cure="Save it as UTF-8") from None


@lru_cache(maxsize=64)
def _checked(text: str, where: str) -> Template:
    template = parse_settings(Template, _parsed(text, where), where=where)
    if lines := [f"{where}: {key}: {what}. {cure}" for key, what, cure in faults(template)]:
        raise SettingsError("\n".join(lines))
    return template


def _parsed(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"not valid TOML ({error})", where=where, cure="Mend that line") from None
