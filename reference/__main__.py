"""Compiles the packaged reference tables from public data: `python -m reference`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from reference import areas, audit_names, demo_names, names, prices, tables_page, targets
from reference.pages import commands, errors, layouts, mess, settings
from reference.pages import prices as prices_page
from reference.rules import write_pages
from reference.tables import DATA, LAYOUTS, Source, TableFault, check_layout, write_table

PAGES = (tables_page, layouts, settings, errors, commands, mess, prices_page)
LAYOUT_COMPILERS = ("children", "council")
OTHERS = ("names", "targets", "areas", "demo_names", "audit_names", "prices", "by_hand")
LIMIT_BYTES = 20 * 1024 * 1024


def compile_everything(data: Path = DATA, out: Path = LAYOUTS) -> list[str]:
    """Writes every layout's tables to `out`, all others beside that folder, and SOURCES.csv; returns the layouts."""
    layouts: list[str] = []
    for name in LAYOUT_COMPILERS:
        module = importlib.import_module(f"reference.{name}")
        module.compile_all(data, out)
        layouts += module.LAYOUT_NAMES
    names.compile_names(out=out.parent / "names.csv")
    targets.compile_targets(out=out.parent)
    areas.compile_areas(out=out.parent / "areas")
    demo_names.compile_demo_names(out=out.parent / "names")
    audit_names.compile_audit_names(out.parent / "names", out.parent)
    prices.compile_prices(out=out.parent)
    sources = write_sources(out.parent)
    for layout in layouts:
        check_layout(layout, {source.key for source in sources}, out)
    return layouts


def known_sources() -> list[Source]:
    """The sources of every packaged table, as its compiler names them, by key."""
    modules = [importlib.import_module(f"reference.{name}") for name in (*LAYOUT_COMPILERS, *OTHERS)]
    return sorted({source for module in modules for source in module.SOURCES})


def write_sources(folder: Path = LAYOUTS.parent) -> list[Source]:
    """Writes SOURCES.csv, and nothing else; returns what it holds."""
    sources = known_sources()
    write_table("SOURCES", Source._fields, sources, folder)
    return sources


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
