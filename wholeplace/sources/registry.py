"""The known layouts by name, and the layout of a source (a packaged one, or one mapped by a template)."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from wholeplace.config import Config, Source
from wholeplace.errors import SettingsError
from wholeplace.sources import layouts
from wholeplace.sources.layout import Layout
from wholeplace.sources.layouts.mapped import NAME as MAPPED
from wholeplace.sources.layouts.mapped import mapped_layout
from wholeplace.sources.mapping import packaged_names


@cache
def known_layouts() -> dict[str, Layout]:
    """Every packaged layout by name, in alphabetical order: each module of `layouts` that has a LAYOUT."""
    modules = [
        import_module(f"{layouts.__name__}.{module.name}") for module in iter_modules(layouts.__path__)
    ]
    found = [module.LAYOUT for module in modules if hasattr(module, "LAYOUT")]
    return {layout.name: layout for layout in sorted(found, key=lambda layout: layout.name)}


@cache
def packaged_templates() -> dict[str, Layout]:
    """The layouts of packaged templates that a file can be known by, under the names they give them.

    Rows without a header could be any list of values: a template for them is stated, never guessed.
    """
    found = {f"{MAPPED}:{name}": mapped_layout(name, Path()) for name in packaged_names()}
    return {name: layout for name, layout in found.items() if not layout.headerless}


def template_name(layout: str) -> str | None:
    """The packaged template that a layout's name speaks of; None for any other layout."""
    kind, _, name = layout.partition(":")
    return name if kind == MAPPED and name else None


def layout_of(source: Source, config: Config) -> Layout:
    """The layout a source names. Raises SettingsError naming the layouts there are."""
    if source.layout == MAPPED or source.template:
        return mapped_layout(source.template or "", config.folder)
    if source.layout not in known_layouts():
        raise SettingsError(
            f"no layout named {source.layout}",
            where=f"place.toml: source.{source.name}.layout",
            cure=f"One of: {', '.join([*known_layouts(), MAPPED])}",
        )
    return known_layouts()[source.layout]


def template_path(source: Source, config: Config) -> Path | None:
    """The template file of a mapped source that the place supplies; None for a packaged one."""
    path = config.folder / (source.template or "")
    return path if source.template and path.is_file() else None
