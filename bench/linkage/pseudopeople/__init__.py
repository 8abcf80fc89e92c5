"""The sample of pseudopeople as a labelled set: its datasets as sources, with noise of our own added."""
