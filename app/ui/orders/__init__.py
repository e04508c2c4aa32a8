"""Orders and quotes: the list of them, and what is typed into one."""
