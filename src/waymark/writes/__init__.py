"""Rows that come in by the thousand: as values and by COPY, with every guard (ADR 0032)."""
