"""Which files a source's extract is made of, and what layout an unknown file has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wholeplace.config import Config, Source
from wholeplace.sources.files import RawTable, RawXml, Refusal, open_tables
from wholeplace.sources.layout import Layout, fit

SKIPPED = (".toml", ".md", ".txt", ".pdf", ".yml", ".yaml", ".json", ".xsd", ".docx")


def files_of(source: Source, config: Config) -> list[Path]:
    """Files that match a source's patterns (relative to the place folder), each once, in order of their names."""
    found: set[Path] = set()
    for pattern in source.files:
        path = Path(pattern)
        anchor, rest = (
            (Path(path.anchor), str(path.relative_to(path.anchor)))
            if path.is_absolute()
            else (config.folder, pattern)
        )
        whole = anchor / rest
        found.update([whole] if whole.is_file() else (p for p in anchor.glob(rest) if p.is_file()))
    return sorted(found)


def names_of(files: Sequence[Path]) -> list[str]:
    """How files are named in reports: the file name, with its folder where two are alike."""
    counted = Counter(path.name for path in files)
    return [path.name if counted[path.name] == 1 else f"{path.parent.name}/{path.name}" for path in files]


@dataclass(frozen=True)
class Guess:
    """What a file seems to be. form: how it is held (csv, xml, workbook). tables: layout tables found in it."""

    path: Path
    layout: str
    form: str
    tables: tuple[str, ...]


def candidates(folder: Path) -> Iterator[Path]:
    """Files of a folder that may be extracts, in order."""
    for path in sorted(folder.rglob("*")):
        if (
            path.is_file()
            and not path.is_symlink()
            and not path.name.startswith(".")
            and path.suffix.lower() not in SKIPPED
        ):
            yield path


def recognise(path: Path, layouts: Sequence[Layout]) -> Guess | None:
    """The layout that explains most of a file's tables by their content; None where none does."""
    items = [item for item in open_tables(path) if not isinstance(item, Refusal)]
    scores: dict[str, float] = {}
    tables: dict[str, list[str]] = {}
    for layout in layouts:
        for item in items:
            for table, score in _fits(item, layout):
                scores[layout.name] = scores.get(layout.name, 0.0) + score
                tables.setdefault(layout.name, []).append(table)
    if not scores:
        return None
    best = max(scores, key=lambda name: (scores[name], name))
    return Guess(path, best, _form(items[0], path), tuple(sorted(set(tables[best]))))


def _fits(item: RawTable | RawXml, layout: Layout) -> list[tuple[str, float]]:
    if isinstance(item, RawXml):
        found = layout.from_xml(item) if layout.from_xml else None
        return [(table.name, 1.0) for table in found or [] if table.rows_in]
    best = fit(item, layout)
    return [(best.table, best.score)] if best else []


def _form(item: RawTable | RawXml, path: Path) -> str:
    if isinstance(item, RawXml):
        return "xml"
    return "csv" if item.delimiter else "workbook"
