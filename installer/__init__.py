"""Building, packing and describing the program; nothing of this is installed."""
