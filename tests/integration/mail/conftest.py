"""A real mail server, and a real worker, each in a process of its own."""

import datetime
import json
import os
import queue
import subprocess
import sys
import threading
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import connection

from tests.people import make_cast

ROOT = Path(__file__).parents[3]
PATIENCE = 20


class MailServer:
    """tests/mail_server.py: what it took, and on which port."""

    def __init__(self, port=0, *more):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.mail_server", str(port), *more],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.port = int(self.lines.get(timeout=PATIENCE))

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)

    def took(self):
        """The next mail that it took."""
        return json.loads(self.lines.get(timeout=PATIENCE))

    @property
    def took_nothing_more(self):
        return self.lines.empty()

    def stop(self):
        """It ends with its standard input."""
        self.process.stdin.close()
        self.process.wait(timeout=PATIENCE)
        self.reader.join(timeout=PATIENCE)
        self.process.stdout.close()


@pytest.fixture
def mail_server(settings):
    """Starts one, and tells Django where it is."""
    started = []

    def start(port=0, *more):
        server = MailServer(port, *more)
        started.append(server)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        return server

    yield start
    for server in started:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture
def everybody(transactional_db):
    """The cast, committed, so that the worker sees them."""
    return make_cast()


@pytest.fixture
def work(transactional_db):
    """Runs the worker of `./run` until it has nothing to do; gives what it wrote to its log."""

    def until_done(port, **more):
        place = connection.settings_dict
        name = place["NAME"]
        ours = ("pool", "prepare_threshold", "options")  # psycopg's and Django's, not libpq's
        options = {key: value for key, value in place["OPTIONS"].items() if key not in ours}
        url = "postgresql:///?" + "&".join(
            f"{key}={value}" for key, value in (options | {"dbname": name}).items()
        )
        done = subprocess.run(
            [
                *(sys.executable, "-m", "waymark.config.manage", "procrastinate", "worker"),
                *("--one-shot", "--no-listen-notify"),
            ],
            cwd=ROOT,
            env=os.environ
            | {
                "PYTHONPATH": str(ROOT / "src"),
                "DATABASE_URL": url,
                "WAYMARK_SMTP_HOST": "127.0.0.1",
                "WAYMARK_SMTP_PORT": str(port),
                "WAYMARK_SMTP_SECURITY": "none",
                "WAYMARK_ADDRESS": "http://testserver",
            }
            | more,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.stdout + done.stderr

    return until_done


@pytest.fixture
def certificate(tmp_path):
    """A certificate for 127.0.0.1 and its key, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = tmp_path / "certificate.pem", tmp_path / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return tuple(str(path) for path in paths)
