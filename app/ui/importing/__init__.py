"""The import wizard: from a file of another program to customers, products and orders, in five steps on one page."""
