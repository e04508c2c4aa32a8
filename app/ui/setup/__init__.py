"""Signing in, users, and the first start."""
