"""A small synthetic place to try Wholeplace on: invented residents, and extracts in the layouts services use."""

from __future__ import annotations

from pathlib import Path

from wholeplace.demo.extracts import all_extracts
from wholeplace.demo.old_lives import make_lives
from wholeplace.demo.people import AS_OF, make_people
from wholeplace.machine import write_text_durably

__all__ = ["make_demo"]

LAYOUTS = {
    "safeguarding": ("ssd", "council", ""),
    "looked_after": ("ssda903", "council", ""),
    "children_in_need": ("cin", "council", ""),
    "schools": ("school_census", "schools", ""),
    "adult_care": ("cld", "council", ""),
    "council_tax": ("council_tax", "council", ""),
    "community": ("mapped", "voluntary_sector", "voluntary_support"),
}
HEAD = """\
# A synthetic place: every person in it is invented.
name = "Demo place"
authority = "not stated"
as_of = {as_of}
created = {as_of}
synthetic = true
"""
SOURCE = """
[[source]]
name = "{name}"
layout = "{layout}"{template}
files = ["extracts/{name}/*"]
agency = "{agency}"
controller = "none: invented people"
lawful_basis = "none needed: invented people"
agreement = "none needed: invented people"
permitted_uses = ["planning", "evaluation", "direct_support"]
synthetic = true
"""


def make_demo(folder: Path, *, residents: int, seed: int) -> dict[str, int]:
    """Write a place of about `residents` people; returns rows written by file. The same seed, the same files."""
    people = make_people(residents, seed)
    extracts = all_extracts(people, make_lives(people, seed))
    counts: dict[str, int] = {}
    for files in extracts.values():
        for name, content in files.items():
            path = folder / "extracts" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            counts[name] = content.count(b"<Child>") or content.count(b"\n") - 1
    write_text_durably(folder / "place.toml", _place_file())
    return counts


def _place_file() -> str:
    sources = []
    for name, (layout, agency, template) in LAYOUTS.items():
        said = f'\ntemplate = "{template}"' if template else ""
        sources.append(SOURCE.format(name=name, layout=layout, agency=agency, template=said))
    return HEAD.format(as_of=AS_OF) + "".join(sources)
