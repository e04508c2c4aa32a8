"""Who owes what: the list of accounts by age."""
