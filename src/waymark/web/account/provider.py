"""What the provider of single sign-on must show before it is believed: allauth's way to it, with
two looks more.
"""

from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest

# With a key that only the provider has: no shared secret, and never "none".
SIGNED_BY = [f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)] + ["EdDSA"]
NEEDED = ["iss", "aud", "sub", "exp", "iat"]


class Provider(OpenIDConnectOAuth2Adapter):
    """The one provider. What it says of itself must be its own, what it says of people signed."""

    @property
    def openid_config(self) -> dict:
        """Where its addresses are, by its own description, which must name the issuer that
        settings name: nobody else can speak for it.
        """
        said: dict = super().openid_config
        if said["issuer"] != self._issuer():
            raise ValueError("the description is another issuer's")
        return said

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who it is, by a token whose signature holds; allauth would leave that to TLS."""
        signed = kwargs["response"]["id_token"]
        try:
            key = self._key_of(jwt.get_unverified_header(signed).get("kid"))
            jwt.decode(
                signed,
                key,
                algorithms=SIGNED_BY,
                audience=app.client_id,
                issuer=self._issuer(),
                options={"require": NEEDED},
            )
        except jwt.PyJWTError as wrong:
            raise ValueError("the token is not to be believed") from wrong
        return super().complete_login(request, app, token, **kwargs)

    def _issuer(self) -> str:
        return self.get_provider().app.settings["issuer"]

    def _key_of(self, name: str | None) -> jwt.PyJWK:
        """The key that a token says it is signed with. Without a name there must be but one."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        [key] = [one for one in keys if name in (None, one.key_id)]
        return key


def is_strong_enough(signed: dict) -> bool:
    """Whether the provider asked for as much as this installation wants, by its signed token."""
    wanted = settings.OIDC_STRENGTH
    return not wanted or not wanted.isdisjoint({signed.get("acr"), *signed.get("amr", [])})
