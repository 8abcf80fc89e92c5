"""The lives of a made place: the engine run from its first day, and what came of it as frames."""
