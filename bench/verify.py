"""How long it takes to verify a million events. Standard library only; everything by `./run`."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent
EVENTS, STREAMS, PORTION = 1_000_000, 20_000, 50_000
FILL = """
from django.db import connection
EVENTS, STREAMS, PORTION = {events}, {streams}, {portion}
BODY = ('{{"actor_name":"Adam Stewart","data":{{"changes":[{{"field":"phone","label":"Telephone",'
        '"before":"","after":"07700 900%s"}}],"version":%s}}}}')
with connection.cursor() as cursor:
    for first in range(0, EVENTS, PORTION):
        cursor.execute('''
            INSERT INTO audit_event (stream, stream_id, code, at, actor_id, by_system, by_import,
                activity_id, digest)
            SELECT 'participant', md5((n %% %s)::text)::uuid, 'activity.edited', now(),
                md5('somebody')::uuid, false, false, md5(n::text)::uuid,
                sha256(decode(md5(n::text), 'hex')
                       || convert_to(replace(%s, '%%s', n::text), 'UTF8'))
            FROM generate_series(%s, %s) n
        ''', [STREAMS, BODY, first, first + PORTION - 1])
        cursor.execute('''
            INSERT INTO audit_eventcontent (event_id, salt, body)
            SELECT id, decode(md5(n::text), 'hex'), replace(%s, '%%s', n::text)
            FROM generate_series(%s, %s) n JOIN audit_event ON activity_id = md5(n::text)::uuid
        ''', [BODY, first, first + PORTION - 1])
    cursor.execute("ANALYZE")
"""


def seconds(*command: str | Path, surroundings: dict[str, str]) -> float:
    """Seconds that a command takes; it must succeed."""
    begun = time.perf_counter()
    subprocess.run(command, env=surroundings, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main() -> None:
    """Fill an installation of its own, measure, print a table, leave nothing."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    place = Path(tempfile.mkdtemp(prefix="waymark-bench-"))
    place.chmod(0o755)
    ours = ("DATABASE_URL", "WAYMARK_SECRET_KEY", "PYTHONPATH", "DJANGO_SETTINGS_MODULE")
    surroundings = {k: v for k, v in os.environ.items() if k not in ours}
    surroundings |= {"WAYMARK_HOME": str(place / "home"), "PORT": "0"}
    run, export = SOURCE / "run", place / "history.jsonl"
    fill = FILL.format(events=events, streams=STREAMS, portion=min(PORTION, events))
    # Its database stays up between the commands as long as this one runs.
    server = subprocess.Popen(
        [run, "--no-demo"], env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        steps = {
            "chain and keep": (run, "manage", "shell", "-v", "0", "-c", fill),
            "sign": (run, "manage", "sign_history"),
            "verify": (run, "verify"),
            "verify and export": (run, "verify", "--export", export),
            "verify against": (run, "verify", "--against", export),
            "stranger": (sys.executable, "-I", SOURCE / "verifier" / "verify_export.py", export),
        }
        for name, command in steps.items():
            print(f"{name:20}{seconds(*command, surroundings=surroundings):8.1f} s", flush=True)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
