"""How fast the program is, as ratios to the bare database drivers measured in the same run."""
