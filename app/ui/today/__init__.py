"""Today: what the day asks of the person at the desk, at the side of the window and as a screen."""
