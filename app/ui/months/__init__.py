"""The book months: what they brought, closing one with its checklist, opening it again, freezing tiers."""
