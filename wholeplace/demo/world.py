"""What is true of a made place: its people, homes, ties, and lives, before any service records anything.

Everything else in the demo reads this: the services' extracts, the truth that is written beside them, and the
page that holds the place against published figures. Persons, households and addresses are numbered from 0.
Dates are calendar dates; `to_date` is exclusive and null while open.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import polars as pl

PERSON = {
    "person": pl.Int64,
    "sex": pl.String,  # F or M, as registered at birth
    "birth": pl.Date,
    "death": pl.Date,
    "ethnicity": pl.String,  # canonical code of data/ethnicity.csv
    "origin": pl.String,  # the group of names that the person's name was drawn from
    "family": pl.Int64,  # the engine's family: people whose lives act on one another
    "mother": pl.Int64,
    "father": pl.Int64,
}
NAME = {
    "person": pl.Int64,
    "given": pl.String,
    "middle": pl.String,
    "surname": pl.String,
    "known_as": pl.String,  # the short or other form that the person goes by, where there is one
    "sex": pl.String,  # F or M, as recorded while this name was used
    "from_date": pl.Date,
    "to_date": pl.Date,
    "why": pl.String,  # birth, marriage, separation, adoption, gender_recognition, protection
}
IDENTIFIER = {
    "person": pl.Int64,
    "scheme": pl.String,  # nhs_number, upn, uln, nino
    "value": pl.String,
    "from_date": pl.Date,
    "to_date": pl.Date,
}
ADDRESS = {
    "address": pl.Int64,
    "number": pl.String,  # house number, or flat and number
    "street": pl.String,
    "town": pl.String,
    "postcode": pl.String,
    "uprn": pl.String,
    "area": pl.String,  # LSOA code; null outside the place
    # house, flat, hmo, hostel, refuge, temporary, care_home, nursing_home, foster, childrens_home, student, other
    "kind": pl.String,
    "tenure": pl.String,  # owned, mortgaged, shared, social, private, none
    "bedrooms": pl.Int32,
}
RESIDENCE = {
    "person": pl.Int64,
    "household": pl.Int64,
    "address": pl.Int64,
    "from_date": pl.Date,
    "to_date": pl.Date,
    # start, birth, arrived, moved, separated, left_home, joined, fled, temporary, care, care_home, second_home
    "why": pl.String,
}
TIE = {
    "a": pl.Int64,
    "b": pl.Int64,  # b is a's parent, step_parent, carer ...
    "kind": pl.String,  # parent, step_parent, adoptive_parent, carer, spouse_or_partner (a before b)
    "from_date": pl.Date,
    "to_date": pl.Date,
}
SPELL = {
    "spell": pl.Int64,
    "person": pl.Int64,
    "track": pl.String,
    "state": pl.String,
    "from_date": pl.Date,
    "to_date": pl.Date,
}
EXPOSURE = {
    "exposure": pl.Int64,
    "person": pl.Int64,
    "factor": pl.String,
    "from_date": pl.Date,
    "to_date": pl.Date,
}
EVENT = {
    "event": pl.Int64,
    "person": pl.Int64,
    "kind": pl.String,  # separation, fled, police_domestic_abuse, police_antisocial, police_missing, exclusion ...
    "date": pl.Date,
    "other": pl.Int64,  # the other person concerned, where there is one
}
SAFE = {
    "person": pl.Int64,
    "kind": pl.String,  # survivor, refuge, protected (a new identity), adopted, gender_recognition, child_with
    "from_date": pl.Date,
    "flagged": pl.Boolean,  # whether services were told to hide the address
    "carried_over": pl.Boolean,  # whether an old identifier was carried to the new identity by mistake
}
COLUMNS = {
    "person": PERSON,
    "name": NAME,
    "identifier": IDENTIFIER,
    "address": ADDRESS,
    "residence": RESIDENCE,
    "tie": TIE,
    "spell": SPELL,
    "exposure": EXPOSURE,
    "event": EVENT,
    "safe": SAFE,
}


@dataclass(frozen=True)
class World:
    """All that is true from `start` (first day) to `as_of` (last day). Columns of each frame: `COLUMNS`.

    Exactly one name of a person is open at any day. A person present in the place has a residence there;
    before arriving and after leaving they have none. A residence overlaps another of the same person only
    where its `why` is `second_home`. mess: how many times as much as usual goes wrong when services write it down.
    """

    title: str
    authority: str
    start: date
    as_of: date
    seed: int
    person: pl.DataFrame
    name: pl.DataFrame
    identifier: pl.DataFrame
    address: pl.DataFrame
    residence: pl.DataFrame
    tie: pl.DataFrame
    spell: pl.DataFrame
    exposure: pl.DataFrame
    event: pl.DataFrame
    safe: pl.DataFrame
    mess: float = 1.0

    def __post_init__(self) -> None:
        for field in fields(self):
            if field.name in COLUMNS:
                frame: pl.DataFrame = getattr(self, field.name)
                if dict(frame.schema) != COLUMNS[field.name]:
                    raise TypeError(f"{field.name} of a made place has columns {frame.schema}")
