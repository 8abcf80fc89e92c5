"""`init`: a commented `place.toml`, with the sources recognised in a folder of extracts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from os.path import relpath
from pathlib import Path

import polars as pl
import tomlkit

from wholeplace import machine
from wholeplace.config import NOT_STATED, UNSTATED_DAYS, Config, Source
from wholeplace.errors import StoreError, UsageError
from wholeplace.machine import write_text_durably
from wholeplace.privacy.keys import DEMO_KEY, PlaceKey
from wholeplace.sources.discover import Guess, candidates, recognise
from wholeplace.sources.exclusions import Exclusions
from wholeplace.sources.read import read_extract
from wholeplace.sources.registry import MAPPED, known_layouts, packaged_templates, template_name
from wholeplace.sources.step import extract_of

HEAD = """\
# {name}: the place file. Everything Wholeplace does is decided here.
name = {name_text}
# The Office for National Statistics code of the authority (E06..., E07..., E08..., E09...), if you have one.
authority = "not stated"
# The day the picture is of: nothing after it counts. No step reads the clock.
as_of = {as_of}
# When this place was set up. Sources with no lawful basis recorded may be used for {days} days from here.
created = {created}
# true only for invented people.
synthetic = false

# What may be shared: counts below the threshold are hidden, the rest rounded.
[disclosure]
threshold = 10
rounding = 5

# Periods and people. See docs/settings.md for every setting and its default.
[link]

[picture]
known_parent_share = 0.5

"""
SOURCE = """\
[[source]]
name = {name}
layout = {layout}{template}
files = [{files}]
agency = {agency}
# Until these are stated the source serves planning only, and no row about one person may leave the place.
# permitted_uses: any of "planning", "direct_support", "evaluation"; empty means not stated.
controller = "not stated"
lawful_basis = "not stated"
gateway = "not stated"
agreement = "not stated"
permitted_uses = []
# retention_until = 2032-03-31
as_of = {as_of}

"""
DATED = (
    ("event", "date"),
    ("spell_reported", "from_date"),
    ("spell_reported", "to_date"),
    ("exposure_reported", "from_date"),
    ("money_reported", "from_date"),
    ("relation", "from_date"),
    ("address", "from_date"),
)
EXAMPLE = """\
# One entry for each service's extract:
# [[source]]
# name = "looked_after"
# layout = "ssda903"            # docs/layouts.md lists them; "mapped" reads any other table by a template
# files = ["extracts/ssda903/*.csv"]
# agency = "council"
# lawful_basis = "not stated"
# agreement = "not stated"
# permitted_uses = []           # "planning", "direct_support", "evaluation"

"""


@dataclass(frozen=True)
class Found:
    """What `init --from` made of a folder: sources written, and files it did not recognise."""

    sources: tuple[Source, ...]
    unrecognised: tuple[str, ...]
    as_of: date


def start(folder: Path, extracts: Path | None, told: Callable[[str, float], None]) -> Found:
    """Write a `place.toml` into `folder`. Raises UsageError where there is one, StoreError where none can be."""
    target = folder / "place.toml"
    if target.exists():
        raise UsageError("there is a place here already", where=str(target), cure="Choose another folder")
    if extracts and not extracts.is_dir():
        raise UsageError(
            "no such folder", where=str(extracts), cure="Give the folder that holds the extracts"
        )
    _make(folder)
    guesses, unknown = _recognise_all(extracts, told) if extracts else ([], [])
    found = _sources(guesses, folder)
    days = [_latest_day(source, folder, told) for source in found]
    as_of = max((day for day in days if day), default=machine.today())
    sources = [
        source.model_copy(update={"as_of": day or as_of}) for source, day in zip(found, days, strict=True)
    ]
    try:
        write_text_durably(target, _text(folder, sources, as_of))
    except OSError as error:
        raise _not_writable(folder, error) from None
    return Found(tuple(sources), tuple(unknown), as_of)


def _make(folder: Path) -> None:
    """The place folder, made before its patterns are tried: one that begins with ".." finds nothing without it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_writable(folder, error) from None


def _not_writable(folder: Path, error: OSError) -> StoreError:
    said = error.strerror or "the system refused"
    return StoreError(f"cannot write here ({said})", where=str(folder), cure="Choose another folder")


def _recognise_all(extracts: Path, told: Callable[[str, float], None]) -> tuple[list[Guess], list[str]]:
    files = list(candidates(extracts))
    layouts = [*known_layouts().values(), *packaged_templates().values()]
    guesses, unknown = [], []
    for number, path in enumerate(files):
        told("Looking at files", number / len(files))
        guess = recognise(path, layouts)
        if guess:
            guesses.append(guess)
        else:
            unknown.append(str(path.relative_to(extracts)))
    return guesses, unknown


def _sources(guesses: Sequence[Guess], folder: Path) -> list[Source]:
    """One source for each layout, folder and form: sets that lie together belong together."""
    groups: dict[tuple[str, Path, str], list[Path]] = {}
    for guess in guesses:
        groups.setdefault((guess.layout, guess.path.parent, guess.form), []).append(guess.path)
    names: set[str] = set()
    sources = []
    for (layout, _, form), paths in sorted(groups.items(), key=lambda group: (group[0][0], -len(group[1]))):
        template = template_name(layout)
        name = _name(template or layout, form, names)
        files = tuple(_pattern(path, folder) for path in sorted(paths))
        agency = NOT_STATED if template else known_layouts()[layout].agency
        sources.append(
            Source(
                name=name,
                layout=MAPPED if template else layout,
                template=template,
                files=files,
                agency=agency,
            )
        )
    return sources


def _name(layout: str, form: str, taken: set[str]) -> str:
    choices = [layout, f"{layout}_{form}", *(f"{layout}_{number}" for number in range(2, 1000))]
    name = next(choice for choice in choices if choice not in taken)
    taken.add(name)
    return name


def _pattern(path: Path, folder: Path) -> str:
    """The file relative to the place folder where it lies inside or beside it, else its whole path."""
    near = relpath(path.resolve(), folder.resolve())
    return near if near.count("..") <= 3 else str(path.resolve())


def _latest_day(source: Source, folder: Path, told: Callable[[str, float], None]) -> date | None:
    """The latest day, not after today, on which anything in the source began, happened or ended; None where undated."""
    told(f"Dating {source.name}", 0.0)
    config = Config(
        name=folder.name, as_of=machine.today(), created=machine.today(), source=(source,), folder=folder
    )
    tables = read_extract(extract_of(source, config), PlaceKey(DEMO_KEY), Exclusions.none())
    days = pl.concat(tables[table][column].alias("day") for table, column in DATED)
    latest = days.filter(days <= machine.today()).max()
    return latest if isinstance(latest, date) else None


def _text(folder: Path, sources: Sequence[Source], as_of: date) -> str:
    name = folder.resolve().name
    head = HEAD.format(
        name=name, name_text=_quoted(name), as_of=as_of, created=machine.today(), days=UNSTATED_DAYS
    )
    entries = [
        SOURCE.format(
            name=_quoted(source.name), layout=_quoted(source.layout), agency=_quoted(source.agency),
            template=f"\ntemplate = {_quoted(source.template)}" if source.template else "",
            files="\n  " + "".join(f"{_quoted(file)},\n  " for file in source.files).rstrip(" "), as_of=source.as_of,
        )
        for source in sources
    ]  # fmt: skip
    return head + ("".join(entries) or EXAMPLE)


def _quoted(text: str) -> str:
    return tomlkit.string(text).as_string()
