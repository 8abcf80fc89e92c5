"""The score in words, one line a measure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Part = Mapping[str, Any]
LABELS = {
    "people": "Who is who",
    "thought": "Who is who, as linkage thinks of itself, beside the truth",
    "households": "Who lives with whom",
    "ties": "Who is whose",
    "spells": "Periods of support",
    "exposures": "Circumstances, characteristics and strengths",
    "contacts": "Contacts of services with people",
    "overlap": "Services that know one person",
    "costs": "What services cost",
    "population": "Residents in all",
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
        "thought": _thought,
        "households": _households,
        "ties": _ties,
        "spells": _months,
        "exposures": _months,
        "contacts": _contacts,
        "overlap": _overlap,
        "costs": _costs,
        "population": _population,
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


def _thought(part: Part) -> list[str]:
    """The whole, then every group of which the range does not hold the truth, and how many do."""
    [whole] = part["all"].values()
    found = [f"{measure}: {_beside(each)}" for measure, each in whole.items()]
    for by, label in (("source", "source"), ("age", "age"), ("sex", "sex"), ("audit_group", "name origin")):
        judged = [
            (f"{name}: {measure} {_beside(each)}", each["inside"])
            for name, measures in part[by].items()
            for measure, each in measures.items()
            if each["inside"] is not None
        ]
        right = sum(inside for _, inside in judged)
        found.append(f"By {label}: {right} of {len(judged)} ranges hold the truth")
        found += [f"By {label}, not in range, {said}" for said, inside in judged if not inside]
    return found


def _beside(each: Part) -> str:
    if each["true"] is None or each["estimated"] is None:
        return "none to judge"
    thought, low, high, true = (f"{100 * each[name]:.1f}" for name in ("estimated", "low", "high", "true"))
    return f"thought {thought}% ({low} to {high}), truly {true}%"


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
    whole = f"{said}; {gone} of false ones are with somebody who had left or died"
    if not each["f1_told"]:
        return [whole]
    return [f"{whole}; without those whose leaving no source recorded F1 {percent(each['f1_told'])}"]


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
    tracks, main = part.get("by_track"), part.get("main")
    if main:
        found.append(
            f"{percent(main['found_of_recorded']['all'])} of months told of are found in their main state"
        )
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


def _contacts(part: Part) -> list[str]:
    told = (part["recorded"] or {}).items()
    return [
        f"{percent(part['found'])} of contacts reported are found, {percent(part['right'])} of those held are right",
        *(
            f"{name}: {percent(each)} of reported ones found"
            for name, each in part["found_by_service"].items()
        ),
        *(f"{percent(each)} of what happened ({kind}) was told to any source" for kind, each in told),
    ]


def _overlap(part: Part) -> list[str]:
    return [
        f"{percent(part['same'])} of months have the true number of services; in all {percent(part['services'])}",
        f"Of people known to three or more services on the last month, {percent(part['several_found'])} are found; "
        f"of those said to be, {percent(part['several_right'])} are",
    ]


def _costs(part: Part) -> list[str]:
    found = [
        f"{kind}: {percent(each['ratio'])} of the true cost of what was recorded (£{each['true_pence'] / 100:,.0f}); "
        f"{percent(part['right'][kind])} of it with the right person and payer; "
        f"{percent(part['not_recorded'][kind])} of all cost was told to no source"
        for kind, each in part["all"].items()
    ]
    labels = {"by_payer": "paid by", "by_service": "service", "by_item": "item"}
    return [
        *found,
        *(
            f"{label} {name}: {percent(each['ratio'])} of £{each['true_pence'] / 100:,.0f}"
            for by, label in labels.items()
            for name, each in part[by].items()
        ),
    ]


def _population(part: Part) -> list[str]:
    linked = part["linked"]
    return [
        *(
            f"{each['near']} of {each['of']} {label} within 1% of published, the furthest {100 * each['gap']:.2f}% off"
            for label, each in (("areas", part["by_area"]), ("age bands", part["by_age"]))
        ),
        f"Linked for 100 published: {100 * (linked['all'] or 0):.1f}; {part['not_placed']:,} more cannot be placed",
    ]


def _refused(part: Part) -> list[str]:
    found = [f"{percent(part['found'])} found by their rule, {percent(part['noticed'])} noticed by any"]
    found += [f"{rule}: {percent(each['found'])}" for rule, each in part["by_rule"].items()]
    for level, word in (("refused", "refused"), ("warned", "warned about")):
        rows = part[level]
        found.append(
            f"{rows['without_defect']:,} of {rows['rows']:,} rows {word} had nothing written wrongly"
        )
    return found
