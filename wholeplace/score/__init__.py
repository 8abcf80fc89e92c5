"""The store of a place held against what is known to be true of it. Nothing else may read `truth/`."""

from wholeplace.score.score import Score, score, score_place
from wholeplace.score.truth import Truth, load_truth

__all__ = ["Score", "Truth", "load_truth", "score", "score_place"]
