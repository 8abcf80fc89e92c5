"""Why two records are held as one person or as two, in words: a sentence and a paragraph.

No name, number, date, address or recorded sex stands in them, and nothing of a service that a hidden person uses.
Records that safety keeps apart are spoken of as any two of which nothing says that they are one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wholeplace.linkage.explain.path import Link
from wholeplace.linkage.review.heard import DECIDED

PHRASES = {
    "names": "the same names",
    "similar names": "names that are alike",
    "names the wrong way round": "the same names, the wrong way round",
    "birth date": "the same birth date",
    "birth date with day and month swapped": "birth dates with day and month the wrong way round",
    "birth date but for one digit": "birth dates that differ in one digit",
    "birth date nearly the same": "birth dates that are nearly the same",
    "own record": "one record alone, which nothing joins to another",
    "birth year": "the same year of birth, where one has the year alone",
    "address": "one address",
    "postcode": "one postcode",
    "dates": "dates that go together",
    "household": "one household",
    "initial": "the same initial",
    "family name": "one family name",
    "given name": "one given name",
    "postcode and day of an incident": "one postcode on one day",
    "postcode and an incident there": "one postcode at one time",
    "incidents at one postcode": "one postcode at several times",
    "who lived with them": "somebody who lived with both",
    "family name of the household": "one family name in the household",
    "shared nhs_number": "one NHS number",
    "shared upn": "one pupil number",
    "shared former upn": "one pupil number",
    "shared uln": "one learner number",
    "shared nino": "one National Insurance number",
    DECIDED: "a reviewer's decision",
}
NOT_ENOUGH = "Nothing that we hold is enough to say that these two are one person."
CONTEST = (
    "If this is wrong, say so to the council, which must look into it: a reviewer then decides with both records "
    "in front of them, the decision is kept with the reason, and every later run obeys it. Until it is settled you "
    "may ask that the records are not used together."
)


def reasons(why: str) -> str:
    """What a link rests on, as a phrase."""
    parts = [_phrase(part) for part in why.split(", ")]
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def _phrase(part: str) -> str:
    if part in PHRASES:
        return PHRASES[part]
    number = re.fullmatch(r"shared (?:former )?([a-z_]+)( \(unverified\))?", part)
    return f"one number by which a service knows a person ({number[1].replace('_', ' ')})" if number else part


def sentence(chain: Sequence[Link]) -> str:
    """For a practitioner: why two records are one person."""
    told = "; then ".join(reasons(why) for *_, why in chain)
    through = f", through {len(chain) - 1} other record{'s' * (len(chain) > 2)}" * (len(chain) > 1)
    return f"These two are one person{through}: {told}."


def apart_sentence(asked: Sequence[str]) -> str:
    """For a practitioner: why two records are two people. asked: reasons of questions that stand open on them."""
    if not asked:
        return NOT_ENOUGH
    return (
        f"These two are held as two people, and a reviewer is asked about them: {'; '.join(sorted(asked))}."
    )


def paragraph(chain: Sequence[Link], sources: Sequence[str]) -> str:
    """For a resident who contests it. sources: who holds the two records, where that may be told."""
    held = f" (held by {' and '.join(sources)})" if sources else ""
    by_hand = any(why == DECIDED for *_, why in chain)
    who = (
        "A reviewer decided so."
        if by_hand
        else "No person decided this: a fixed rule did, the same for everyone."
    )
    told = "; ".join(reasons(why) for *_, why in chain)
    more = " One more record, or several, stand between the two, and each step is listed." * (len(chain) > 1)
    return (
        f"We hold the two records{held} as being about one person, because they give {told}.{more} {who} "
        f"Records are never joined by an address alone, nor by a name that others are likely to bear. {CONTEST}"
    )


def apart_paragraph() -> str:
    """For a resident who thinks two records should be one: the same for any two records."""
    return (
        "We hold the two records as being about two people. That does not mean that anybody decided so: most often "
        f"the records have too little in common, and where we are not sure we keep records apart. {CONTEST}"
    )
