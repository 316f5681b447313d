"""What can go wrong. No message ever holds a secret."""

from __future__ import annotations

TYPE_CHECKING = False  # typing's own takes longer to import than all the rest
if TYPE_CHECKING:
    from oauth1._native import Problem


class OAuth1Error(Exception):
    """The base of all errors of this package.

    Attributes:
        kind: What kind of thing went wrong, a word for programs.
        status: The HTTP status, where the provider answered.
        problem: What the provider says is wrong (the problem reporting extension), where it said
            so.
        oauth_problem: The name of the problem.
        body_excerpt: The beginning of the provider's answer, where it gave one: at most 512
            characters.
        unsent: Whether it is certain that nothing of the request was sent, so that it was not acted
            upon and can be sent again.

    """

    kind = "error"

    def __init__(
        self,
        message: str = "",
        *,
        status: int | None = None,
        problem: Problem | None = None,
        body_excerpt: str | None = None,
        unsent: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.problem = problem
        self.oauth_problem = problem.name if problem else None
        self.body_excerpt = body_excerpt
        self.unsent = unsent


class InvalidSettingError(OAuth1Error, ValueError):
    """A client or a request was given a setting that cannot work."""

    kind = "invalid_setting"


class InvalidURLError(OAuth1Error, ValueError):
    """The URL cannot be one of a request."""

    kind = "invalid_url"


class InvalidParameterError(OAuth1Error, ValueError):
    """A parameter cannot be sent or signed as given."""

    kind = "invalid_parameter"


class InvalidHeaderError(OAuth1Error, ValueError):
    """A header, method or realm cannot be sent as given."""

    kind = "invalid_header"


class InvalidKeyError(OAuth1Error, ValueError):
    """A key of the signature method cannot be used."""

    kind = "invalid_key"


class SigningFailedError(OAuth1Error):
    """A signature method could not sign."""

    kind = "signing_failed"


class InsecureTransportError(OAuth1Error, ValueError):
    """PLAINTEXT would have sent the secrets over plain http (RFC 5849 §3.4.4)."""

    kind = "insecure_transport"


class InvalidBodyError(OAuth1Error, ValueError):
    """The body could not be read, or cannot be sent as it is."""

    kind = "invalid_body"


class ConnectionFailedError(OAuth1Error, ConnectionError):
    """No connection could be made, or it broke."""

    kind = "connection_failed"


class HostNotFoundError(ConnectionFailedError):
    """The host's name could not be resolved."""

    kind = "host_not_found"


class TLSFailedError(ConnectionFailedError):
    """The TLS handshake failed: a certificate that is not trusted, or no common protocol."""

    kind = "tls_failed"


class TimedOutError(OAuth1Error, TimeoutError):
    """A time limit passed."""

    kind = "timed_out"


class InvalidResponseError(OAuth1Error):
    """What came back is not HTTP, or ended too early."""

    kind = "invalid_response"


class ResponseTooLargeError(OAuth1Error):
    """What came back is larger than the limit."""

    kind = "response_too_large"


class RequestCancelledError(OAuth1Error):
    """The request was called off."""

    kind = "cancelled"


class TooManyRedirectsError(OAuth1Error):
    """There were more redirects than are followed."""

    kind = "too_many_redirects"


class NotSavedError(OAuth1Error, OSError):
    """A response that was to be saved could not be written."""

    kind = "not_saved"


class RefusedError(OAuth1Error):
    """The provider refused: its status is none of success."""

    kind = "refused"


class InvalidTokenResponseError(OAuth1Error):
    """A token response lacks a part, or cannot be read (RFC 5849 §2.1)."""

    kind = "invalid_token_response"


class CallbackNotConfirmedError(OAuth1Error):
    """The provider did not confirm the callback (RFC 5849 §2.1)."""

    kind = "callback_not_confirmed"


class AccessDeniedError(OAuth1Error):
    """The user did not allow access."""

    kind = "access_denied"


class InvalidCallbackError(OAuth1Error, ValueError):
    """What came back to the callback is not the answer to this authorization."""

    kind = "invalid_callback"


class InvalidPendingAuthorizationError(OAuth1Error, ValueError):
    """A pending authorization cannot be restored."""

    kind = "invalid_pending_authorization"


class VerificationError(OAuth1Error):
    """A request is refused by a verifier.

    Its text is for the provider's log; what the client may be told is `status`, `public_message`
    and `www_authenticate`, which say the same of an unknown consumer, an unknown token and a wrong
    signature.

    Attributes:
        reason: Which step failed, a word for programs: "not_signed", "malformed",
            "parameter_missing", "parameter_repeated", "two_places", "version", "signature_method",
            "insecure_transport", "timestamp", "consumer", "token", "signature",
            "body_hash_missing", "body_hash", "nonce" or "unavailable".
        status: The HTTP status to answer with (RFC 5849 §3.2): 400, 401, or 503 where the failure
            is the provider's own.
        public_message: What the client may be told, in words.
        www_authenticate: The value of the WWW-Authenticate header to answer with; None where the
            failure is the provider's own.

    """

    kind = "verification"
    status: int

    def __init__(
        self,
        message: str = "",
        *,
        reason: str = "unavailable",
        status: int = 503,
        public_message: str = "",
        www_authenticate: str | None = None,
        problem: Problem | None = None,
        body_excerpt: str | None = None,
        unsent: bool = False,
    ) -> None:
        super().__init__(
            message, status=status, problem=problem, body_excerpt=body_excerpt, unsent=unsent
        )
        self.reason = reason
        self.public_message = public_message
        self.www_authenticate = www_authenticate
