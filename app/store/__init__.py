"""Engine, sessions, migrations and backup: the only makers of a database session."""
