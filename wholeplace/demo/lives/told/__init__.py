"""What the engine tells of lives, turned into the dated frames of a made place."""
