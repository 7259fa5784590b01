"""What somebody may send in place of the answer of a security key."""

import json

_MADE = '"attestationObject":"AA","clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"'
_CLIENT = "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiQUEiLCJvcmlnaW4iOiJodHRwOi8veCJ9"
_DEEP = "gYGBgYGBgYGBgYGB" * 600  # a list in a list in a list, in CBOR
ANSWERS = [
    "",
    "{",
    "{}",
    "[]",
    "0",
    "null",
    "NaN",
    '"x"',
    "9" * 5000,
    "[" * 100_000,
    '{"a":' * 100_000,
    '{"id":1}',
    '{"response":[]}',
    '{"response":"x"}',
    '{"response":{"userHandle":1}}',
    '{"response":{"userHandle":"AA"}}',
    '{"id":"\\u0000"}',
    '{"id":"\\ud800"}',
    '{"id":"A","x":1e999}',
    '{"id":"x","rawId":"x","type":"public-key"}',
    f'{{"id":"A","rawId":"A","type":"x","response":{{{_MADE}}}}}',
    f'{{"id":"AA","rawId":"AA","type":"public-key","response":{{{_MADE}}}}}',
    json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {
                "clientDataJSON": _CLIENT,
                "attestationObject": _DEEP,
                "authenticatorData": "AA" * 60,
                "signature": "AA",
                "userHandle": "AA",
            },
        }
    ),
    json.dumps({"id": "A" * 70_000}),
]
