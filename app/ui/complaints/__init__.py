"""Complaints: the queue by clocks, the case, what is new."""
