"""All reports in one list."""
