"""Measures digestgen beside other site generators; `python -m bench --help` says how."""
