"""A mail server in a process of its own: each mail becomes a line of JSON on its standard output.

    python -m tests.mail_server PORT [--certificate FILE --key FILE] [--user NAME --password WORD]

With a certificate it asks for STARTTLS, with a user for a password. Port 0 takes any; the first
line says which. It ends with its standard input.
"""

import argparse
import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


def say(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


class Handler:
    """Takes every mail, save for an address that begins with `full`: that mailbox is full."""

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address.startswith("full"):
            return f"452 4.2.2 {address} is full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802
        mail = {
            "to": envelope.rcpt_tos,
            "from": envelope.mail_from,
            "content": envelope.content.decode(),
            "tls": session.ssl is not None,
            "signed_in": session.authenticated,
        }
        say(json.dumps(mail))
        return "250 OK"


def options(asked):
    """How the server is to be, from what was asked on the command line."""
    found = {}
    if asked.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(asked.certificate, asked.key)
        found |= {"tls_context": context, "require_starttls": True}
    if asked.user:

        def is_right(_server, _session, _envelope, _mechanism, data):
            given = (data.login.decode(), data.password.decode())
            return AuthResult(success=given == (asked.user, asked.password), handled=False)

        found |= {
            "authenticator": is_right,
            "auth_required": True,
            "auth_require_tls": bool(asked.certificate),
        }
    return found


async def serve(asked):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Handler(), hostname="localhost", loop=loop, **options(asked)),
        "127.0.0.1",
        asked.port,
    )
    say(server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("port", type=int)
    for name in ("certificate", "key", "user", "password"):
        reader.add_argument(f"--{name}")
    asyncio.run(serve(reader.parse_args()))


if __name__ == "__main__":
    main()
