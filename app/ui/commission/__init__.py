"""Commission: plans, the month of everybody, statements and why each line is what it is."""
