"""Who belongs to whom on the first day: parents, brothers and sisters, and parents who live elsewhere."""
