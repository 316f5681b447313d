"""What can be wrong with a launch, and with an outcome."""

from __future__ import annotations

from oauth1 import OAuth1Error


class LaunchError(OAuth1Error):
    """A request that is signed as it should be, and is no LTI 1.1 launch.

    Its text may be shown to whoever launched: it tells what was wrong and what was expected.

    Attributes:
        return_url: Where to send the user, with the text in `lti_errormsg`; None where the launch
            names no such address.

    """

    kind = "launch"

    def __init__(self, message: str = "", *, return_url: str | None = None) -> None:
        super().__init__(message)
        self.return_url = return_url


class OutcomeError(OAuth1Error):
    """A platform has not done what it was asked, or its answer cannot be read.

    Attributes:
        code: What the platform says, `imsx_codeMajor`: "failure", "unsupported", "processing"; None
            where the answer cannot be read.

    """

    kind = "outcome"

    def __init__(self, message: str = "", *, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code
