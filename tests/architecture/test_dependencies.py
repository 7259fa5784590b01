"""Libraries: every one pinned with its hash, and none known to be unsafe.

The advisories are asked for only where WAYMARK_AUDIT=1 says so: a test sends nothing outside unless
somebody wants it to. docs/security.md, *Libraries*, says when to.
"""

import os
import re
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

LOCKS = sorted(ROOT.glob("requirements*.lock"))
PINNED = re.compile(r"^[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==\S+( ; .+)? \\$", re.IGNORECASE)
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")
LONG_ENOUGH = 300


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_library_is_pinned_with_its_hash_and_from_no_address(lock):
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert [one for one in lines if not (PINNED.match(one) or HASH.match(one))] == []
    names = [place for place, one in enumerate(lines) if PINNED.match(one)]
    assert names
    assert all(HASH.match(lines[place + 1]) for place in names)


@pytest.mark.skipif(
    os.environ.get("WAYMARK_AUDIT") != "1",
    reason="WAYMARK_AUDIT=1 asks the advisories of PyPI, which needs the network",
)
@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_no_library_is_known_to_be_unsafe(lock):
    audit = ["pip_audit", "--require-hashes", "--disable-pip", "--no-deps", "--timeout", "10"]
    done = subprocess.run(
        [sys.executable, "-m", *audit, "--progress-spinner", "off", "--requirement", str(lock)],
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG_ENOUGH,
    )
    assert done.returncode == 0, done.stdout + done.stderr
