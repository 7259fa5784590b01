"""How long an evidence pack of thirty pages takes: typeset, with pictures and files inside."""

import io
import os
import statistics
import sys
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
TEMPLATE = SOURCE / "waymark" / "reporting" / "packs" / "pack.typ"
PICTURES, ENTRIES, FILES = 12, 190, 8


def picture(number: int):
    """A photograph as a phone makes it: twelve million points, on its side."""
    from PIL import Image  # noqa: PLC0415 - the environment is this installation's

    drawn = Image.effect_noise((400, 300), 60 + number).resize((4000, 3000)).convert("RGB")
    exif, stored = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    drawn.save(stored, "JPEG", quality=80, exif=exif)
    return stored.getvalue()


def pack(photographs: list[bytes], files: list[bytes]) -> bytes:
    """What the worker does once it has read everything."""
    from waymark.documents.showing import fit_for_a_page  # noqa: PLC0415
    from waymark.documents.typesetting import typeset_with_files  # noqa: PLC0415

    shown = [fit_for_a_page(one)[0] for one in photographs]
    entries = [("Tracker changed", "Adam Stewart, 23 November 2026", ["Status: New to Submitted"])]
    inside = [*photographs, *files]
    values = {
        "title": "Evidence pack, tracker T1",
        "dated": [2026, 11, 23, 9, 0, 0],
        "up_to": "Last entry in the history: 23 November 2026",
        "made": "Made by Adam Stewart",
        "cover": [["Tracker", "T1"]],
        "sections": [
            {"title": "History", "blocks": [{"kind": "entries", "entries": entries * ENTRIES}]}
        ],
        "pictures": [
            {
                "file": f"p{n}",
                "form": "jpg",
                "name": f"{n}.jpg",
                "shows": "A letter",
                "part": f"{n}",
            }
            for n in range(len(shown))
        ],
        "files": [{"name": f"{n}", "about": "Other", "more": ""} for n in range(len(inside))],
        "left_out": [],
        "parts": [
            {
                "name": f"{n}",
                "what": "Other",
                "size": "1 MB",
                "sha256": "0" * 64,
                "file": f"f{n}",
                "media_type": "application/pdf",
            }
            for n in range(len(inside))
        ],
        "manifest": "manifest.txt",
    }
    read = {f"p{n}": one for n, one in enumerate(shown)}
    read |= {f"f{n}": one for n, one in enumerate(inside)} | {"manifest": b"0"}
    return typeset_with_files(TEMPLATE, values, read)


def main() -> None:
    """Measure five times, print the size and the seconds."""
    photographs = [picture(number) for number in range(PICTURES)]
    files = [os.urandom(1_000_000) for _ in range(FILES)]
    taken, made = [], b""
    for _ in range(5):
        begun = time.perf_counter()
        made = pack(photographs, files)
        taken.append(time.perf_counter() - begun)
    print(f"{len(made) / 1e6:.1f} MB")
    print(f"first {taken[0]:.2f} s, median {statistics.median(taken):.2f} s")
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_bytes(made)


if __name__ == "__main__":
    sys.path.insert(0, str(SOURCE))
    main()
