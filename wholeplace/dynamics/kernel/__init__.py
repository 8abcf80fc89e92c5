"""The compiled loop: families outside, months next, homes and members inside."""
