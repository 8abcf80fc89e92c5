"""How often things happen, fitted to what is published of the place: one plain factor an effect, then frozen."""
