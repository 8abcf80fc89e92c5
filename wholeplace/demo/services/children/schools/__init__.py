"""The school census of a made place."""
