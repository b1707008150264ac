"""One data file a language: its name is the two-letter code, `LANGUAGE` holds what it knows.

To add a language, copy a file and translate it; nothing else names the languages that there are.
"""
