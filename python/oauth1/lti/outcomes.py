"""Results, which a tool sends to the platform (LTI 1.1.1 §6): XML, signed with its hash.

    session = Client(launch.consumer_key, secret, provider="lti-outcomes").session()
    read_outcome(session.send(launch.outcome.replace(0.85)))

An `AsyncSession` sends the same.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from oauth1 import Request, Response
from oauth1.lti.errors import OutcomeError

_NAMESPACE = "http://www.imsglobal.org/services/ltiv1p1/xsd/imsoms_v1p0"
_ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<imsx_POXEnvelopeRequest xmlns="{namespace}"><imsx_POXHeader><imsx_POXRequestHeaderInfo>'
    "<imsx_version>V1.0</imsx_version><imsx_messageIdentifier>{identifier}</imsx_messageIdentifier>"
    "</imsx_POXRequestHeaderInfo></imsx_POXHeader><imsx_POXBody><{operation}Request><resultRecord>"
    "<sourcedGUID><sourcedId>{sourcedid}</sourcedId></sourcedGUID>{result}</resultRecord>"
    "</{operation}Request></imsx_POXBody></imsx_POXEnvelopeRequest>\n"
)
_RESULT = (
    "<result><resultScore><language>en</language><textString>{score}</textString></resultScore>"
    "</result>"
)


class OutcomeAnswer(NamedTuple):
    """What a platform answers.

    Attributes:
        score: The result, where it was asked for and there is one: 0.0 to 1.0.
        description: What the platform says, in words.

    """

    score: float | None
    description: str


@dataclass(frozen=True)
class Outcome:
    """Where the result of one user for one link goes.

    Attributes:
        url: The platform's service (`lis_outcome_service_url`).
        sourcedid: Whose result, for what (`lis_result_sourcedid`).

    """

    url: str
    sourcedid: str

    def replace(self, score: float) -> Request:
        """Return the request that sets the result.

        Args:
            score: 0.0 to 1.0.

        Raises:
            ValueError: It is not.

        """
        if not 0.0 <= score <= 1.0:
            raise ValueError(f"the score is {score!r}: expected 0.0 to 1.0")
        digits = f"{score:.6f}".rstrip("0").ljust(3, "0")
        return self._request("replaceResult", _RESULT.format(score=digits))

    def read(self) -> Request:
        """Return the request that asks for the result."""
        return self._request("readResult")

    def delete(self) -> Request:
        """Return the request that takes the result away."""
        return self._request("deleteResult")

    def _request(self, operation: str, result: str = "") -> Request:
        body = _ENVELOPE.format(
            namespace=_NAMESPACE,
            identifier=secrets.token_hex(16),
            operation=operation,
            sourcedid=escape(self.sourcedid),
            result=result,
        )
        return Request("POST", self.url, body=body, content_type="application/xml", body_hash=True)


class _Builder(ElementTree.TreeBuilder):
    """Takes no document type, by whose entities a small answer could become a large one."""

    def doctype(self, *_: object) -> None:
        raise OutcomeError("the answer has a document type: expected XML without one")


def read_outcome(response: Response) -> OutcomeAnswer:
    """Read what a platform answers.

    Args:
        response: The answer to a request of an `Outcome`.

    Raises:
        OutcomeError: The platform has not done what it was asked, or its answer cannot be read.
        RefusedError: The platform answers with an error of HTTP.

    """
    response.raise_for_status()
    try:
        root = ElementTree.fromstring(response.body, ElementTree.XMLParser(target=_Builder()))  # noqa: S314
    except ElementTree.ParseError as error:
        raise OutcomeError(f"the answer is no XML: {error}") from None
    # platforms are not of one mind about the namespace
    text = {each.tag.rpartition("}")[2]: (each.text or "").strip() for each in root.iter()}
    code, description = text.get("imsx_codeMajor"), text.get("imsx_description", "")
    if code is None:
        raise OutcomeError("the answer has no imsx_codeMajor, which says whether it was done")
    if code.lower() != "success":
        raise OutcomeError(f"the platform says {code}: {description}", code=code.lower())
    score = text.get("textString")
    try:
        return OutcomeAnswer(float(score) if score else None, description)
    except ValueError:
        raise OutcomeError(f"the result {score!r} is no number: expected 0.0 to 1.0") from None
