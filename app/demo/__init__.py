"""A demo company made by the program from a seed: nothing in it is real, every screen shows something true."""

from app.demo.create import create

__all__ = ["create"]
