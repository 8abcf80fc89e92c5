"""Whole households, people and their ties on the first day of a made place, fitted to published figures."""

from wholeplace.demo.homes.arrivals import Arrivals, arrivals
from wholeplace.demo.homes.fit import fit
from wholeplace.demo.homes.start import Start, make_start

__all__ = ["Arrivals", "Start", "arrivals", "fit", "make_start"]
