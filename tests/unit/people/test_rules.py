"""One test for each rule of staff accounts, bearing its code."""
# ruff: noqa: N802

import pytest

from waymark.people import rules
