"""The one monthly engine: the system map compiled to arrays, keyed draws, kernel, plain twin, cohort expectation.

`compile_model` turns map and rates into a `Model`; `simulate` lives a `Population` month by month into `Lives`.
Each home and each person makes one keyed draw a month; what can happen, and how often, is judged on how things
stood at the start of the month. `Population.brought` (partners and homes that each person has brought about) may be
left out; partners must be mutual. Events stand in order of application, and `life:changes_home`, which is told and
never drawn, follows an event for each person it puts in another home. Row i of `Lives.counts` is the start of month
first_month + i.
"""

from __future__ import annotations

from wholeplace.dynamics.model import Model, compile_model
from wholeplace.dynamics.population import HERE, Population
from wholeplace.dynamics.rates import Adjust, Rate, Rates, load_rates
from wholeplace.dynamics.run import EVENT, Lives, simulate

__all__ = [
    "EVENT", "HERE", "Adjust", "Lives", "Model", "Population", "Rate", "Rates", "compile_model", "load_rates",
    "simulate",
]  # fmt: skip
