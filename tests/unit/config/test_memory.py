"""What the private server may use of a machine's memory."""

from pathlib import Path

import pytest

from runner import memory


@pytest.mark.parametrize(
    ("gigabytes", "limit", "buffers"),
    [
        (0.5, None, "128MB"),
        (6, None, "1024MB"),
        (64, None, "4096MB"),
        (64, "1073741824\n", "170MB"),
        (6, "max\n", "1024MB"),
    ],
    ids=["a very small one", "a laptop", "a large one", "a container", "one without a limit"],
)
def test_a_sixth_within_bounds(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    gigabytes: float,
    limit: str | None,
    buffers: str,
) -> None:
    told = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": int(gigabytes * 1024**3) // 4096}
    monkeypatch.setattr(memory.os, "sysconf", told.__getitem__)
    monkeypatch.setattr(memory, "CONTAINERS_LIMIT", tmp_path / "memory.max")
    if limit:
        memory.CONTAINERS_LIMIT.write_text(limit)
    assert f"shared_buffers={buffers}" in memory.settings()
