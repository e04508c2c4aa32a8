"""Customers: the list of them."""
