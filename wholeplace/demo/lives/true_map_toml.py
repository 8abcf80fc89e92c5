"""The truth of a made place as `truth/map.toml` and `truth/programmes.toml`, and back."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date

from wholeplace.demo.lives.true_map import TrueMap
from wholeplace.system_map import Programme, SystemMap

_MAP = """\
# What is true of this made place. The score alone reads it. A ratio multiplies how often something happens.
# null: assumed by the packaged map, and without effect here. confounded: its ends only share causes.
"""
_PROGRAMMES = "# What acted in this made place while it was watched. Form: docs/adr/0002-one-system-map.md.\n"


def map_toml(truth: TrueMap) -> str:
    """`truth/map.toml`: true ratio of every link beside the published one, trend, clusters, untrue links."""
    fixed = {
        "seed": truth.seed,
        "start": truth.start,
        "as_of": truth.as_of,
        "null": truth.null,
        "confounded": truth.confounded,
        "clustered": truth.clustered,
    }
    links = [
        {"id": link.id, "rate_ratio": link.rate_ratio, "published": truth.published[link.id]}
        for link in truth.system_map.links
    ]
    parts = [_MAP, _pairs(fixed), _table("parts", truth.parts), _table("trend", truth.trend)]
    return "\n".join([*parts, _entries("link", links)])


def programmes_toml(truth: TrueMap) -> str:
    """`truth/programmes.toml`: the programmes that acted, as a place's own system map would hold them."""
    entries = [
        programme.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
        for programme in truth.programmes
    ]
    return "\n".join([_PROGRAMMES, _entries("programme", entries)])


def from_toml(map_text: str, programmes_text: str, system_map: SystemMap) -> TrueMap:
    """The truth that the two texts tell, ratios put into `system_map` by link. KeyError: a link is not told."""
    told = tomllib.loads(map_text)
    ratios = {entry["id"]: entry["rate_ratio"] for entry in told["link"]}
    links = tuple(link.model_copy(update={"rate_ratio": ratios[link.id]}) for link in system_map.links)
    programmes = tomllib.loads(programmes_text)["programme"]
    return TrueMap(
        seed=told["seed"],
        start=told["start"],
        as_of=told["as_of"],
        system_map=system_map.model_copy(update={"links": links}),
        published={entry["id"]: entry["published"] for entry in told["link"]},
        programmes=tuple(Programme.model_validate(entry) for entry in programmes),
        parts=told["parts"],
        trend=told["trend"],
        clustered=tuple(told["clustered"]),
        null=told["null"],
        confounded=told["confounded"],
    )


def _entries(name: str, entries: Iterable[Mapping[str, object]]) -> str:
    return "\n".join(f"[[{name}]]\n{_pairs(entry)}" for entry in entries)


def _table(name: str, content: Mapping[str, object]) -> str:
    return f"[{name}]\n{_pairs({json.dumps(key): value for key, value in content.items()})}"


def _pairs(content: Mapping[str, object]) -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in content.items())


def _value(value: object) -> str:
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)
