"""The score in words, one line a measure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Part = Mapping[str, Any]
LABELS = {
    "people": "Who is who",
    "households": "Who lives with whom",
    "ties": "Who is whose",
    "spells": "Periods of support",
    "exposures": "Circumstances, characteristics and strengths",
    "refused": "Rows written wrongly on purpose",
    "link_effects": "What leads to what",
    "attribution": "What lies behind need",
    "projection": "Simulated futures",
    "pilot": "The pilot",
}


def lines(parts: Mapping[str, Part | None], reasons: Mapping[str, str]) -> list[str]:
    """A heading a part and its measures under it; a part that is missing says why."""
    writers = {
        "people": _people,
        "households": _households,
        "ties": _ties,
        "spells": _months,
        "exposures": _months,
        "refused": _refused,
    }
    found: list[str] = []
    for name, part in parts.items():
        if part is None:
            found.append(f"{LABELS[name]}: not scored, as {reasons[name]}")
        else:
            found += [LABELS[name], *(f"  {line}" for line in writers[name](part))]
    return found


def percent(share: Part) -> str:
    """'98.2% (97.9 to 98.5)', or 'none to judge'."""
    if share["value"] is None:
        return "none to judge"
    value, low, high = (f"{100 * share[name]:.1f}" for name in ("value", "low", "high"))
    return f"{value}% ({low} to {high})"


def _agreement(part: Part) -> str:
    return (
        f"{percent(part['precision'])} of pairs put together belong together, "
        f"{percent(part['recall'])} of pairs that belong together are; "
        f"F1 {percent(part['f1'])}, B-cubed F1 {percent(part['bcubed_f1'])}"
    )


def _people(part: Part) -> list[str]:
    found = [
        f"{part['registrations']:,} registrations, of which {part['accepted']:,} were read",
        f"All: {_agreement(part['all'])}",
        f"Those read: {_agreement(part['read'])}",
    ]
    for name, label in (("by_source", "source"), ("by_age", "age"), ("by_origin", "group of names")):
        found += [f"By {label}, {key}: {_brief(each)}" for key, each in (part[name] or {}).items()]
    if part["known"]:
        found.append(f"{percent(part['known'])} of all people have a record that was read")
    if part["false_in_one_household"]:
        found.append(f"{percent(part['false_in_one_household'])} of false pairs live in one household")
    if part["forbidden_joins"]:
        joins = part["forbidden_joins"]
        found.append(f"{joins['joined']:,} of {joins['of']:,} pairs that must never be joined are")
    return found


def _brief(part: Part) -> str:
    return f"precision {percent(part['precision'])}, recall {percent(part['recall'])}"


def _households(part: Part) -> list[str]:
    past = [f"On {day}: F1 {percent(each['f1'])}" for day, each in part["over_time"].items()]
    shared = [line for day, each in part["together"].items() for line in _together(day, each)]
    return [f"All: {_agreement(part['all'])}", f"People known: {_agreement(part['known'])}", *past, *shared]


def _together(day: str, each: Part) -> list[str]:
    if not each["f1_recorded"]:
        return []
    told = f"{percent(each['recall_recorded'])} of those on record, F1 {percent(each['f1_recorded'])}"
    gone = percent(each["false_of_the_gone"])
    said = f"Pairs who share a home on {day}: precision {percent(each['precision'])}, found {told}"
    return [f"{said}; {gone} of false ones are with somebody who had left or died"]


def _ties(part: Part) -> list[str]:
    return [
        *(f"{percent(each)} of true ties ({kind}) are held" for kind, each in part["recall"].items()),
        *(f"{percent(each)} of ties held ({kind}) are true" for kind, each in part["precision"].items()),
        *_declared(part["recorded"]),
    ]


def _declared(told: Part | None) -> list[str]:
    if not told:
        return []
    said = (
        f"{percent(each)} of those that a source declares ({kind})" for kind, each in told["recall"].items()
    )
    return [*said, f"Declared ties in all: {_brief(told['all'])}, F1 {percent(told['all']['f1'])}"]


def _months(part: Part) -> list[str]:
    told = part["found_of_recorded"]
    found = [f"{percent(part['found_of_all']['all'])} of true months are found"]
    if told:
        found.append(f"{percent(told['all'])} of true months that a source was told of are found")
    found.append(f"{percent(part['false']['all'])} of months found are false")
    tracks = part.get("by_track")
    return [*found, *(_by_key(tracks, "in any state, ") if tracks else []), *_by_key(part, "")]


def _by_key(part: Part, label: str) -> list[str]:
    told, false = part["found_of_recorded"] or {}, part["false"]
    lines_found: list[str] = []
    for key, each in part["found_of_all"].items():
        if key != "all":
            recorded = f"; told of {percent(told[key])}" if key in told else ""
            wrong = f"; false {percent(false[key])}" if key in false else ""
            lines_found.append(f"{label}{key}: found {percent(each)}{recorded}{wrong}")
    return lines_found


def _refused(part: Part) -> list[str]:
    found = [f"{percent(part['found'])} found by their rule, {percent(part['noticed'])} noticed by any"]
    found += [f"{rule}: {percent(each['found'])}" for rule, each in part["by_rule"].items()]
    for level, word in (("refused", "refused"), ("warned", "warned about")):
        rows = part[level]
        found.append(
            f"{rows['without_defect']:,} of {rows['rows']:,} rows {word} had nothing written wrongly"
        )
    return found
