"""Whole households, people and their ties on the first day of a made place, fitted to published figures."""

from wholeplace.demo.homes.start import Start, make_start

__all__ = ["Start", "make_start"]
