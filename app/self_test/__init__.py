"""The program proves itself on an invented company: every screen, every paper, every library that is loaded late.

Asked by ``mostrador self-test`` on a computer where something seems wrong, and of every packaged program before it is
shipped: what the packager forgot is missing only where it is used.
"""
