"""One family from the population into the scratch arrays, and back."""

from __future__ import annotations

from wholeplace.dynamics.kernel import look
from wholeplace.dynamics.kernel.arrays import (
    AREA,
    AS_HOME,
    AS_PERSON,
    BIRTH,
    ENTER,
    FATHER,
    GONE,
    HOLDS,
    HOME,
    HOMES,
    KEY,
    MOTHER,
    MOVED,
    NEXT,
    PARTNER,
    PARTNERS,
    SEX,
    STATES,
    STEM,
)  # fmt: skip
from wholeplace.dynamics.kernel.quick import inlined
from wholeplace.dynamics.population import HERE as NEVER
from wholeplace.dynamics.population import MOST_HOMES


@inlined
def load(p, x, u, size, fixed, tracks, family):
    """Bring a family into the scratch arrays; its members enter when their month comes."""
    first, last = p.family_start[family], p.family_start[family + 1]
    size[1] = last - first
    for n in range(first, last):
        i = MOST_HOMES + n - first
        x[i] = 0
        x[i, SEX], x[i, BIRTH], x[i, ENTER], x[i, GONE] = p.sex[n], p.birth[n], p.enter[n], p.gone[n]
        x[i, HOME] = p.home[n]
        x[i, MOTHER] = p.mother[n] + MOST_HOMES if p.mother[n] >= 0 else -1
        x[i, FATHER] = p.father[n] + MOST_HOMES if p.father[n] >= 0 else -1
        x[i, PARTNER] = p.partner[n] + MOST_HOMES if p.partner[n] >= 0 else -1
        x[i, NEXT] = p.enter[n] if p.home[n] >= 0 else NEVER
        x[i, PARTNERS], x[i, HOMES] = p.brought[n, 0], p.brought[n, 1]
        for track in range(tracks):
            x[i, STATES + track] = p.states[n, track]
        u[i, KEY], u[i, HOLDS] = p.key[n], p.factors[n]
        u[i, STEM] = look.stem(fixed, AS_PERSON, p.key[n])
    load_homes(p, x, u, size, fixed, tracks, family)


@inlined
def load_homes(p, x, u, size, fixed, tracks, family):
    """Its homes, still empty."""
    first, last = p.home_start[family], p.home_start[family + 1]
    size[0] = last - first
    for n in range(first, last):
        h = n - first
        x[h] = 0
        x[h, AREA], x[h, MOVED] = p.home_area[n], 1
        for track in range(tracks):
            x[h, STATES + track] = p.home_states[n, track]
        u[h, KEY], u[h, HOLDS] = p.home_key[n], p.home_factors[n]
        u[h, STEM] = look.stem(fixed, AS_HOME, p.home_key[n])


@inlined
def store(end, x, u, size, tracks, family, used):
    """Write a family to the population at the end."""
    people, homes = used[0], used[1]
    used[0], used[1] = people + size[1], homes + size[0]
    end.family_start[family + 1], end.home_start[family + 1] = used[0], used[1]
    for n in range(people, used[0]):
        i = MOST_HOMES + n - people
        end.sex[n], end.birth[n], end.enter[n], end.gone[n] = x[i, SEX], x[i, BIRTH], x[i, ENTER], x[i, GONE]
        end.home[n] = x[i, HOME]
        end.mother[n] = max(x[i, MOTHER] - MOST_HOMES, -1)
        end.father[n] = max(x[i, FATHER] - MOST_HOMES, -1)
        end.partner[n] = max(x[i, PARTNER] - MOST_HOMES, -1)
        end.brought[n, 0], end.brought[n, 1] = x[i, PARTNERS], x[i, HOMES]
        end.key[n], end.factors[n] = u[i, KEY], u[i, HOLDS]
        for track in range(tracks):
            end.states[n, track] = x[i, STATES + track]
    for n in range(homes, used[1]):
        h = n - homes
        end.home_key[n], end.home_area[n], end.home_factors[n] = u[h, KEY], x[h, AREA], u[h, HOLDS]
        for track in range(tracks):
            end.home_states[n, track] = x[h, STATES + track]
