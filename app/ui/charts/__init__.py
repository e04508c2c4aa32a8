"""Charts of the reports on the screen: the same drawing code, the theme's colours."""
