"""What the services that meet adults and whole households write of them: one module a system, one sheet a table."""
