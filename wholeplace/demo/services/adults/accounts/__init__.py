"""Services that keep accounts of homes: council tax, benefits, and the council's own rents."""
