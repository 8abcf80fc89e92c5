"""Compiles the packaged layout tables from the public specifications: `python -m reference`."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path

from reference import tables_page
from reference.pages import commands, errors, layouts, mess, settings
from reference.rules import write_pages
from reference.tables import DATA, LAYOUTS, Source, TableFault, check_layout, write_table

PAGES = (tables_page, layouts, settings, errors, commands, mess)
COMPILERS = ("children", "council")
LIMIT_BYTES = 20 * 1024 * 1024


def compile_everything(data: Path = DATA, out: Path = LAYOUTS) -> list[str]:
    """Writes every layout's tables to `out` and SOURCES.csv beside that folder; returns the layouts."""
    sources: list[Source] = []
    layouts: list[str] = []
    for name in COMPILERS:
        if importlib.util.find_spec(f"reference.{name}"):
            module = importlib.import_module(f"reference.{name}")
            module.compile_all(data, out)
            sources += module.SOURCES
            layouts += module.LAYOUT_NAMES
    if importlib.util.find_spec("reference.names"):
        names = importlib.import_module("reference.names")
        names.compile_names(out=out.parent / "names.csv")
        sources += getattr(names, "SOURCES", ())
    if importlib.util.find_spec("reference.targets"):
        targets = importlib.import_module("reference.targets")
        targets.compile_targets(out=out.parent)
        sources += targets.SOURCES
    if importlib.util.find_spec("reference.areas"):
        areas = importlib.import_module("reference.areas")
        areas.compile_areas(out=out.parent / "areas")
        sources += areas.SOURCES
    if importlib.util.find_spec("reference.demo_names"):
        demo_names = importlib.import_module("reference.demo_names")
        demo_names.compile_demo_names(out=out.parent / "names")
        sources += demo_names.SOURCES
    write_table("SOURCES", Source._fields, sorted(set(sources)), out.parent)
    for layout in layouts:
        check_layout(layout, {source.key for source in sources}, out)
    return layouts


def check_size(folder: Path, limit: int = LIMIT_BYTES) -> int:
    """Bytes in the packaged data; raises TableFault above the limit."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    if size > limit:
        raise TableFault(f"packaged data is {size:,} bytes; the limit is {limit:,}")
    return size


def main() -> int:
    """Compiles, checks, and says how much was written."""
    if not DATA.is_dir():
        print(f"There are no public returns at {DATA}: nothing was compiled.", file=sys.stderr)
        return 1
    compiled = compile_everything()
    write_pages()
    for page in PAGES:
        page.main()
    size = check_size(LAYOUTS.parent)
    print(f"{len(compiled)} layouts compiled, {size / 1024:,.0f} KiB of packaged data in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
