"""Reads whose statement is worked out once, for pages that are asked for all day (ADR 0028)."""
