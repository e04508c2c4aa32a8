"""The commands without a window (``app.commands.all``), and the desk."""
