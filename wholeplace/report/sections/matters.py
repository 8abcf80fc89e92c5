"""What matters: the figures and sentences for a reader who reads no further."""

from __future__ import annotations

from wholeplace.report import words
from wholeplace.report.given import Given
from wholeplace.report.sections import circumstances, cost, homes, overlap, people, tracks
from wholeplace.report.sections.together import fragmentation, patterns
from wholeplace.report.sections.trust import arrival, coverage
from wholeplace.report.sections.where import areas
from wholeplace.report.view import Aside, Figure, Headlines, Links, Section, Sentence

ID = "matters"
CHILDREN = "childrens_help"


def section(given: Given) -> Section:
    """Headline figures, and what they say in sentences."""
    if given.table("person").is_empty():
        return Section(ID, "What matters", (Aside(given.nothing_found("people were")),))
    found = (_reach, _overlap, _families, _support, _cost, _arrival, _unknown)
    sentences = tuple(sentence for sentence in (find(given) for find in found) if sentence)
    return Section(ID, "What matters", (Headlines(figures(given), sentences),))


def figures(given: Given) -> tuple[Figure, ...]:
    """The five headline figures; none where nobody is known."""
    if given.table("person").is_empty():
        return ()
    services = len({given.service(source) for source in given.sources})
    return (
        Figure(
            people.known(given).text, "people known", "#people",
            f"not known to have died by {given.as_of}; some have moved away",
        ),
        Figure(homes.households(given).text, "households", "#households", "at one address at the same time"),
        Figure(homes.families(given).text, "families", "#families", "tied, wherever they live"),
        Figure(
            words.number_word(services), "service" if services == 1 else "services", "#coverage",
            f"in {words.many(len(given.sources), 'source', 'sources')}",
        ),
        _busy(given),
    )  # fmt: skip


def _busy(given: Given) -> Figure:
    found = homes.busy_families(given)
    share = given.gate.share(found[1], homes.shown_families(given)) if found else None
    if not found or not share:
        label = "of families known to three or more services"
        return Figure("not shown", label, "#families", "withheld, or too few to show")
    label = f"of families known to {words.number_word(found[0])} or more services"
    return Figure(share, label, "#families", f"in {given.months}")


def _reach(given: Given) -> Sentence:
    records = given.gate.one(int(given.table("coverage")["records"].sum()))
    holders = words.many(len(given.sources), "source holds", "sources hold")
    return Sentence(
        "Who is known",
        f"{holders} {records.text} records, found to be about {people.known(given).text} living people in "
        f"{homes.households(given).text} households, and {people.died(given).text} people who have died. People "
        "whom no service has recorded are not among them; some who moved away, which no service noted, are.",
        "#people",
    )


def _overlap(given: Given) -> Sentence | None:
    if overlap.now(given).is_empty() or overlap.only_service(given):
        return None
    told, together = overlap.numbers_in_words(given), overlap.most_together(given)
    often = f" Most often together: {together[0]} ({together[1]} people)." if together else ""
    text = f"Of {overlap.known_lately(given).text} people whom any service knew in {given.months}, {told}.{often}"
    return Sentence("Services side by side", text, "#overlap") if told else None


def _families(given: Given) -> Sentence | None:
    found, reasons = homes.busy_families(given), homes.withheld_reasons(given)
    if found:
        least, count = found
        share = given.gate.share(count, homes.shown_families(given))
        of_all = f" ({share} of {homes.shown_families(given).text})" if share else ""
        number = words.number_word(least)
        text = f"{count.text} families{of_all} were known to {number} or more services in {given.months}."
        return Sentence("Families", text, "#families")
    if reasons:
        text = f"How many services know one family is withheld, because {words.listed(reasons)}."
        return Sentence("Families", text, "#families")
    return None


def _support(given: Given) -> Sentence | None:
    told = [
        (words.lowered(track.name), tracks.supported(track.id, given)) for track in given.system_map.tracks
    ]
    seen = [f"{name} {count.text}" for name, count in told if count]
    if not seen:
        return None
    care = tracks.in_group(CHILDREN, "looked_after", given)
    note = f" {care.text} children are in care." if care and not care.hidden else ""
    text = f"People with a period of support at the latest count: {'; '.join(seen)}.{note}"
    return Sentence("Support now", text, f"#{tracks.ID}")


def _cost(given: Given) -> Sentence | None:
    if cost.fiscal(given).is_empty():
        return None
    top = cost.top_share(given)
    most = (
        f"; the costliest {cost.TOP}% of families had {top[1]:.0%} of what all families cost" if top else ""
    )
    text = (
        f"Services recorded for known people cost {cost.total(given).text(given.gate)} in "
        f"{cost.in_words(cost.year(given))}{most}."
    )
    return Sentence("Cost", text, f"#{cost.ID}")


def questions(given: Given) -> Section:
    """What readers ask, and where each is answered."""
    asked = (
        ("Who is known to three or more services?", overlap.ID),
        ("Which families do many services know?", homes.FAMILIES),
        ("Where do services work past each other?", fragmentation.PAST),
        ("Which families are alike in what they live with?", patterns.ID),
        ("What do the costliest 5% of families cost, and whom?", cost.FAMILIES),
        ("Who pays, and for which services?", cost.ID),
        ("Which circumstances were recorded before children entered care?", circumstances.ENTRIES),
        ("Where do people live whom several services know, and where does it cost?", areas.ID),
        ("How has support changed over the years?", tracks.ID),
        ("What do we not know?", coverage.ID),
        ("Can the figures be trusted, and who may see them?", "made"),
    )
    return Section("questions", "Where to look", (Links(tuple((text, f"#{to}") for text, to in asked)),))


def _arrival(given: Given) -> Sentence:
    rows, refused, worst = arrival.rows_in(given), arrival.rows_refused(given), arrival.worst_rule(given)
    most = f", most often because {worst}" if worst else ""
    return Sentence("What arrived", f"Of {rows} rows that arrived, {refused} were refused{most}.", "#arrival")


def _unknown(given: Given) -> Sentence:
    total, without = coverage.children(given)
    share = given.gate.share(without, total)
    review = given.gate.one(given.table("review").height)
    return Sentence(
        "What is not known",
        f"A parent or carer of {without.text}{f' ({share})' if share else ''} of the {total.text} children; whether "
        f"{review.text} pairs of records, kept apart for somebody to look at, are each of one person; and anything "
        "about people who meet no service.",
        "#coverage",
    )
