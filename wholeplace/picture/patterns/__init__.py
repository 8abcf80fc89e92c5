"""Patterns of families: who is like whom in what they live with, build on and are helped by, in a line each."""

from wholeplace.picture.patterns.find import find_patterns

__all__ = ["find_patterns"]
