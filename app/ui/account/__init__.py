"""A customer's account: what is open, what was paid, and taking a payment."""
