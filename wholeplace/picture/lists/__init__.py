"""Short lists that the picture's models read: a place's schools, what assessments ask, which arm does what."""
