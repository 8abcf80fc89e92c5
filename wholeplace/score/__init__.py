"""The store of a place held against what is known to be true of it. Nothing else may read `truth/`."""
