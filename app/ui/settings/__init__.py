"""The settings: pages in a list with a search above it, each a screen of its own."""
