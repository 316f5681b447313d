"""The judgement of oauthlib."""

from __future__ import annotations

import binascii
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from oauthlib.oauth1 import (
    AccessTokenEndpoint,
    RequestTokenEndpoint,
    ResourceEndpoint,
    SignatureOnlyEndpoint,
)

from oauth1.sandbox.case import Case, Purpose
from oauth1.sandbox.diagnosis import Diagnosis
from oauth1.sandbox.judge import Judge
from oauth1.sandbox.messages import Request
from oauth1.sandbox.problems import RefusedError, rejected
from oauth1.sandbox.signed_message import SignedMessage
from oauth1.sandbox.validator import Validator


class OAuthlibJudge(Judge):
    """Has oauthlib check requests, and says why when it refuses one."""

    def read(self, request: Request) -> SignedMessage:
        """Read a request as oauthlib does."""
        message = SignedMessage.read(request)
        for where in message.not_utf8:
            because = f"{where} is not UTF-8, and oauthlib, which checks here, reads nothing else"
            raise RefusedError(rejected(where, because=because))
        return message

    def judge(self, case: Case) -> SignedMessage:
        """Ask the endpoint of oauthlib's that is for the purpose."""
        message = case.message
        validator = Validator(case)
        try:
            accepted = _ACCEPTING[case.purpose](
                validator,
                uri=message.uri,
                http_method=case.request.method,
                body=message.body,
                headers=dict(message.headers),
            )
        except binascii.Error:  # an RSA signature that is not base64
            accepted = False
        if not accepted:
            raise RefusedError(Diagnosis(case, validator).problem())
        return message


class _RequestTokens(RequestTokenEndpoint):
    def create_request_token(self, request: Any, credentials: Any) -> str:
        """Give out nothing: that is not for a judge."""
        return ""


class _AccessTokens(AccessTokenEndpoint):
    def create_access_token(self, request: Any, credentials: Any) -> str:
        """Give out nothing: that is not for a judge."""
        return ""


def _asks_for_request_token(validator: Validator, **request: Any) -> bool:
    _, _, status = _RequestTokens(validator).create_request_token_response(**request)
    return bool(status == HTTPStatus.OK)


def _asks_for_access_token(validator: Validator, **request: Any) -> bool:
    _, _, status = _AccessTokens(validator).create_access_token_response(**request)
    return bool(status == HTTPStatus.OK)


def _has_access_token(validator: Validator, **request: Any) -> bool:
    valid, _ = ResourceEndpoint(validator).validate_protected_resource_request(**request)
    return bool(valid)


def _is_signed(validator: Validator, **request: Any) -> bool:
    valid, _ = SignatureOnlyEndpoint(validator).validate_request(**request)
    return bool(valid)


_ACCEPTING: Mapping[Purpose, Callable[..., bool]] = {
    Purpose.REQUEST_TOKEN: _asks_for_request_token,
    Purpose.ACCESS_TOKEN: _asks_for_access_token,
    Purpose.RENEWAL: _has_access_token,
    Purpose.RESOURCE: _has_access_token,
    Purpose.TWO_LEGGED: _is_signed,
}
