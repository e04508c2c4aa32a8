"""The outside world behind small functions: files, spreadsheets, clocks."""
