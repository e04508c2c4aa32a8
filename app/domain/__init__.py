"""Rules and values of the product; no framework, no input or output."""
