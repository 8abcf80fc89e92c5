"""Reads the packaged system map and a place's own additions, and refuses what does not hold together."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from wholeplace.errors import SettingsError
from wholeplace.system_map import check, check_links
from wholeplace.system_map.check import Placed, Problem
from wholeplace.system_map.model import Factor, Link, Programme, SystemMap, Track

PACKAGED = "wholeplace/data/system_map.toml"

_TABLES: dict[str, type[BaseModel]] = {"factor": Factor, "track": Track}
_LISTS: dict[str, type[BaseModel]] = {"link": Link, "programme": Programme}
_PLAIN = {
    "missing": ("the key is missing", "Add it."),
    "extra_forbidden": ("no such key", "Remove it or correct its spelling."),
    "string_pattern_mismatch": ("not snake_case", "Use lower-case letters, digits and single underscores."),
    "string_too_short": ("nothing is written here", "Write something."),
    "too_short": ("nothing is listed here", "List at least one."),
}

Found = dict[str, Placed[Any]]
Entries = dict[str, Found]


def load_system_map(override: Path | None = None) -> SystemMap:
    """The packaged system map, with a place's entries added, or put in place of packaged ones, by ID.

    Raises SettingsError with one line for every problem of either file: file, key, what is wrong, cure.
    """
    problems: list[Problem] = []
    packaged = _entries(_packaged(), PACKAGED, problems)
    place = _entries(_read(override), str(override), problems) if override else _no_entries()
    merged = {section: packaged[section] | place[section] for section in packaged}
    problems += _changed_kinds(packaged["factor"], place["factor"])
    problems += _whole(merged)
    if problems:
        raise SettingsError("\n".join(problem.line() for problem in problems))
    return _build(merged, _replaced(packaged, place))


def _packaged() -> dict[str, Any]:
    return tomllib.loads(files("wholeplace").joinpath("data/system_map.toml").read_text(encoding="utf-8"))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        cure = "Check the path and that you may read it."
        raise SettingsError("the file cannot be read", where=str(path), cure=cure) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"not TOML: {error}", where=str(path), cure="Correct it there.") from error


def _no_entries() -> Entries:
    return {section: {} for section in (*_TABLES, *_LISTS)}


def _entries(raw: dict[str, Any], file: str, problems: list[Problem]) -> Entries:
    """Every entry of one file by section and ID. Problems are added to the list given."""
    entries = _no_entries()
    for section, content in raw.items():
        if section in _TABLES and _is_table_of_tables(content):
            entries[section] = _tables(section, content, file, problems)
        elif section in _LISTS and _is_list_of_tables(content):
            entries[section] = _lists(section, content, file, problems)
        else:
            cure = "Use [factor.ID], [track.ID], [[link]] or [[programme]]."
            problems.append(Problem(f"{file}: {section}", "not an entry of a system map", cure))
    return entries


def _is_table_of_tables(content: object) -> bool:
    return isinstance(content, dict) and all(isinstance(entry, dict) for entry in content.values())


def _is_list_of_tables(content: object) -> bool:
    return isinstance(content, list) and all(isinstance(entry, dict) for entry in content)


def _tables(section: str, content: dict[str, Any], file: str, problems: list[Problem]) -> Found:
    found: Found = {}
    for key, raw in content.items():
        where = f"{file}: {section}.{key}"
        if "id" in raw:
            problems.append(Problem(f"{where}.id", "the ID stands in the heading", "Remove the key."))
        found[key] = _parse(_TABLES[section], {**raw, "id": key}, where, problems)
    return found


def _lists(section: str, content: list[dict[str, Any]], file: str, problems: list[Problem]) -> Found:
    found: Found = {}
    for number, raw in enumerate(content, start=1):
        where = f"{file}: {section}[{number}]"
        placed = _parse(_LISTS[section], raw, where, problems)
        key = placed.item.id if placed.item else where
        if key in found:
            problems.append(Problem(where, f"{key} appears twice", "Keep one of them."))
        found[key] = placed
    return found


def _parse(model: type[BaseModel], raw: dict[str, Any], where: str, problems: list[Problem]) -> Placed[Any]:
    try:
        return Placed(where, model.model_validate(raw))
    except ValidationError as error:
        problems += [_fault(where, fault["loc"], fault["msg"], fault["type"]) for fault in error.errors()]
        return Placed(where, None)


def _fault(where: str, loc: tuple[int | str, ...], message: str, kind: str) -> Problem:
    path = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in loc)
    what, cure = _PLAIN.get(kind, (message[0].lower() + message[1:], "Correct the value."))
    return Problem(where + path, what, cure)


def _whole(merged: Entries) -> Iterator[Problem]:
    factors, tracks = merged["factor"], merged["track"]
    yield from check.vocabulary(factors, tracks)
    yield from check_links.links(merged["link"], factors, tracks)
    yield from check_links.programmes(merged["programme"], set(merged["link"]), factors, tracks)


def _changed_kinds(packaged: Found, place: Found) -> Iterator[Problem]:
    for key, placed in place.items():
        before = packaged[key].item if key in packaged else None
        if before and placed.item and before.kind != placed.item.kind:
            what = f"the packaged {key} is a {before.kind}, and an ID never changes meaning"
            yield Problem(f"{placed.where}.kind", what, "Use a new ID.")


def _replaced(packaged: Entries, place: Entries) -> tuple[str, ...]:
    return tuple(f"{part}.{key}" for part, found in packaged.items() for key in place[part] if key in found)


def _build(merged: Entries, replaced: tuple[str, ...]) -> SystemMap:
    items = {f"{part}s": tuple(placed.item for placed in found.values()) for part, found in merged.items()}
    return SystemMap.model_validate({**items, "replaced": replaced})
