"""The picture drawn once more from what is true and recorded, by the same rules, and held against the store's."""
