"""Measuring the extractor on annotated pastes; a tool of this repository, not part of the package."""
