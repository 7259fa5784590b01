"""What the bare project and its starter both have to know."""

SCHEMA = "bench_bare"
