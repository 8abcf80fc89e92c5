"""Services that meet children, and the general practices that nearly everybody is registered with."""
