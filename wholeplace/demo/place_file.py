"""The `place.toml` of a made place: marked synthetic throughout, every source with whose it would be."""

from __future__ import annotations

from collections.abc import Sequence

from wholeplace.demo.services.service import Service
from wholeplace.demo.world import World

HEAD = """\
# A synthetic place: every person in it is invented. Its areas, and how many people live and need help there, follow
# published figures; truth/ holds all that is true of it, for `wholeplace score` alone.
name = "{name}"
authority = "{authority}"
as_of = {as_of}
created = {as_of}
synthetic = true
"""
MESS = "# Its records go wrong {:g} times as often as those of a made place usually do (docs/demo-mess.md).\n"
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


def place_file(world: World, services: Sequence[Service]) -> str:
    """The settings of a made place with these sources, as text."""
    head = HEAD.format(name=world.title, authority=world.authority, as_of=world.as_of.isoformat())
    if world.mess != 1:
        head = head.replace("name =", MESS.format(world.mess) + "name =", 1)
    return head + "".join(_source(service) for service in services)


def _source(service: Service) -> str:
    template = f'\ntemplate = "{service.template}"' if service.template else ""
    return SOURCE.format(name=service.name, layout=service.layout, template=template, agency=service.agency)
