"""The demonstration: an invented caseload that ships with Waymark, told relative to today."""
