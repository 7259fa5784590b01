"""How long a stranger waits: cold start, warm start, import, unit tests. Standard library only."""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent
PORT = "8765"
PAGE = f"http://localhost:{PORT}/sign-in/"
LONGEST = 180


def first_page(checkout: Path, surroundings: dict[str, str]) -> float:
    """Seconds from `./run` to a page that says how to sign in; then stops it."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [checkout / "run", "--no-demo"], env=surroundings, stderr=subprocess.DEVNULL
    )
    try:
        while time.perf_counter() - begun < LONGEST:
            if process.poll() is not None:
                raise SystemExit("./run ended before it showed a page")
            try:
                with urllib.request.urlopen(PAGE, timeout=30) as answer:
                    answer.read()
                return time.perf_counter() - begun
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        raise SystemExit(f"no page after {LONGEST} s")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def seconds(*command: str | Path, surroundings: dict[str, str]) -> float:
    """Seconds that a command takes; it must succeed."""
    begun = time.perf_counter()
    subprocess.run(command, env=surroundings, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main() -> None:
    """Measure in a clone, print a table, leave nothing."""
    folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
    place = Path(tempfile.mkdtemp(prefix="waymark-bench-"))
    place.chmod(0o755)
    checkout = place / "waymark"
    ours = ("DATABASE_URL", "WAYMARK_HOME", "WAYMARK_SECRET_KEY")
    surroundings = {k: v for k, v in os.environ.items() if k not in ours} | {"PORT": PORT}
    try:
        subprocess.run(["git", "clone", "-q", SOURCE, checkout], check=True)
        run = checkout / "run"
        figures = {"cold": first_page(checkout, surroundings)}
        figures["warm"] = statistics.median(first_page(checkout, surroundings) for _ in range(5))
        if folder:
            figures["import"] = seconds(run, "import", folder, surroundings=surroundings)
            figures["import again"] = seconds(run, "import", folder, surroundings=surroundings)
        seconds(run, "test", "tests/unit/kernel", "-q", surroundings=surroundings)  # installs
        figures["unit"] = seconds(run, "test", "tests/unit", "-q", surroundings=surroundings)
        for name, figure in figures.items():
            print(f"{name:14}{figure:8.1f} s")
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
