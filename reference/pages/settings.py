"""Writes `docs/settings.md`, every key of `place.toml`: `python -m reference.pages.settings`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from reference.pages.form import DOCS, prose, table
from wholeplace.config import UNSTATED_DAYS, Config, SafetyRule, Source

PAGE = DOCS / "settings.md"
NOT_IN_FILE = ("folder", "safeguarding.rule")
MEANINGS = {
    "name": "What the place is called on pages.",
    "as_of": "The day the picture is of. Nothing after it counts, and no step reads the clock.",
    "authority": "The Office for National Statistics code of the authority.",
    "created": f"When the place was set up. Unstated sources may be used for {UNSTATED_DAYS} days from here.",
    "synthetic": "True only where every person is invented; every source must be marked so too.",
    "identity_folder": "Where names and identifiers are kept, relative to the place folder, if not `store/identity`.",
    "disclosure.threshold": "Counts of people below this are hidden in every page and answer.",
    "disclosure.rounding": "Counts that are shown are rounded to the nearest multiple of this.",
    "safeguarding.hide_address_kinds": "Kinds of address that are treated as hidden.",
    "safeguarding.protect_by_default": "Whether people are protected whom no rule names "
    "([safety.md](safety.md)). To be turned off in made places only.",
    "safeguarding.rule.kind": "What the rule does; each kind is described in [safety.md](safety.md).",
    "safeguarding.rule.who": "Who is protected: a `record_id` or `person_id`, or a list of them.",
    "safeguarding.rule.other": "From whom, or which identity: likewise. Not for `hide_address`.",
    "safeguarding.rule.from": "The first day on which it holds; always, if not given.",
    "safeguarding.rule.until": "The first day on which it holds no longer; for good, if not given.",
    "safeguarding.rule.reason": "Why. Stored in the identity part alone.",
    "safeguarding.rule.by": "Who answers for it.",
    "link.match_probability": "How likely two records must be of one person to be joined without a shared identifier.",
    "link.household_gap_days": "The longest gap, in days, within what counts as one stay at an address.",
    "link.communal_size": "More people than this at one address at once are a communal home, not a household.",
    "link.adult_age": "Age in years from which a person counts as an adult.",
    "picture.contact_gap_days": "Days after a contact for which the service still counts as knowing the person.",
    "picture.factor_months": "Months for which a circumstance or strength is taken to last from the day it was noted, "
    "where no source says that it ended. In made places half of what is noted is over after about two years.",
    "picture.overlap_months": "Months before `as_of` over which services known to one family are counted.",
    "picture.known_parent_share": "Least share of a source's children with a known parent or carer for family figures.",
    "report.years": "Years before `as_of` that the charts over time show.",
    "report.outlines": "A GeoJSON file in the place's folder with the outlines of its small areas (LSOA), their codes "
    "among the properties, in degrees or metres. Without it each area is a hexagon, where its centre is known.",
    "source.name": "A short name: small letters, digits and underscores. Stored tables carry it.",
    "source.layout": "The form of the extract: a name from [layouts.md](layouts.md), or `mapped`.",
    "source.files": "Patterns for the extract's files, relative to the place folder; one text or a list.",
    "source.service": "Our word for the service, where the layout's own does not fit.",
    "source.agency": "Who runs the service.",
    "source.controller": "Who decides about the data: the controller in data protection law.",
    "source.lawful_basis": "The lawful basis on which it is used.",
    "source.gateway": "The legal gateway by which it may be shared.",
    "source.agreement": "The sharing agreement that covers it.",
    "source.permitted_uses": "What it may be used for. Empty is not stated: planning alone, and for a limited time.",
    "source.retention_until": "The last day on which it may be kept; `prune` removes it after.",
    "source.as_of": "The extract's own date, where it is not the place's.",
    "source.template": "For `mapped`: the name of a packaged template, or a file in the place folder.",
    "source.synthetic": "True where every person in it is invented.",
}
REPEATED = {
    Source: "[[source]], once for each source", SafetyRule: "[[safeguarding.rule]], once for each rule"
}  # fmt: skip
INTRODUCTION = """\
# Settings

Written from the models in `wholeplace/config.py` by `python -m reference.pages.settings`; change it there.

Everything is set in one file, `place.toml`, in the place folder. `wholeplace init` writes one with comments. A key
that is not listed here is an error, told with file, key and cure.
"""


FILES = """\
## Files beside it

None of these is needed. A fault in one stops the run and names line and cure.

| file | columns | what for |
| --- | --- | --- |
| `prices.csv` | item, unit, payer, value, price_year, source | own prices in place of [packaged ones](prices.md) |
| `population.csv` | area, age_from, sex, people, year | published residents by LSOA, first age of a band, and sex |
| `schools.csv` | urn, kind | the kind, as `ehc_plan_special`, of schools that plans name by number |
| `postcodes.csv` | postcode, area | in which area a postcode lies, where the packaged directory has not the authority |
"""


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([INTRODUCTION, "## The place\n", _table(Config, ""), *_sections(), FILES])


def keys() -> list[str]:
    """Every key, with its section in front."""
    return [key for prefix, model in [("", Config), *_models()] for key, _ in _fields(model, prefix)]


def _models() -> list[tuple[str, type[BaseModel]]]:
    parts = [(name, info.annotation) for name, info in Config.model_fields.items()]
    sections = [
        (f"{n}.", kind) for n, kind in parts if isinstance(kind, type) and issubclass(kind, BaseModel)
    ]
    return [*sections, ("safeguarding.rule.", SafetyRule), ("source.", Source)]


def _sections() -> Iterator[str]:
    for prefix, model in _models():
        name = prefix.rstrip(".")
        head = REPEATED.get(model, f"[{name}]")
        yield f"## {head}\n\n{prose(model.__doc__)}\n\n{_table(model, prefix)}"


def _fields(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, FieldInfo]]:
    inner = {name.rstrip(".") for name, _ in _models()} if model is Config else set()
    for name, info in model.model_fields.items():
        key = prefix + (info.alias or name)
        if name not in inner and key not in NOT_IN_FILE:
            yield key, info


def _table(model: type[BaseModel], prefix: str) -> str:
    rows = [
        (f"`{key.removeprefix(prefix)}`", _default(info), _allowed(info), MEANINGS[key])
        for key, info in _fields(model, prefix)
    ]
    return table(("key", "default", "allowed", "meaning"), rows)


def _default(info: FieldInfo) -> str:
    return "needed" if info.is_required() else _toml(info.default)


def _toml(value: Any) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, tuple):
        return f"`{json.dumps(value)}`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{str(value).lower()}`"


def _allowed(info: FieldInfo) -> str:
    bounds = {type(mark).__name__.lower(): next(iter(vars_of(mark).values())) for mark in info.metadata}
    words = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}
    said = [f"{words[name]} {value}" for name, value in bounds.items() if name in words]
    choices = [str(choice) for part in get_args(info.annotation) for choice in get_args(part)]
    return ", ".join(said or [f'`"{choice}"`' for choice in choices])


def vars_of(mark: Any) -> dict[str, Any]:
    """The attributes of a constraint, whether or not it keeps them in slots."""
    return {name: getattr(mark, name) for name in getattr(mark, "__slots__", ()) or vars(mark)} or {"": None}


def main() -> None:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
