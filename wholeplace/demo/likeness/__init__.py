"""How like the real place the made one is: figures of the made place beside published ones."""
