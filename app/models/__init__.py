"""Tables and constraints; mapped classes only."""
