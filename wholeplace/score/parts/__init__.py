"""The parts of the score: plain functions from the tables of a store and of the truth to measures."""
