"""Writes the calls of tests/c/robustness.c, from oauth1.h: `calls.py OUT.c`.

Each function becomes a row: its parameters, how many choices there are for each (the first is
good, the second of a pointer is NULL, the rest is wrong in other ways), what it can return by its
comment; and a function of C that calls it with the choices that it is given. A parameter of a type
that is not known here ends the program, and so does a comment that lacks something, so that no
function is left out.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from reading import HEADER, Header, read
from reading import Function as Declared
from reading import Parameter as DeclaredParameter

# What is given where a good value is needed, by function and parameter or by parameter.
GOOD: dict[str | tuple[str, str], str] = {
    ("oauth1_authorization_header_new", "value"): '"OAuth a=b"',
    ("oauth1_captured_from_http", "request"): 'span("GET / HTTP/1.1\\nHost: a.example\\n\\n")',
    ("oauth1_client_builder_set_proxy", "url"): '"http://proxy.example:8080"',
    ("oauth1_client_builder_set_rsa_key", "key"): "rsa_key()",
    ("oauth1_client_builder_set_rsa_key", "method"): "OAUTH1_SIGNATURE_METHOD_RSA_SHA1",
    ("oauth1_found_set_public_key", "key"): "public_key()",
    ("oauth1_pending_from_bytes", "bytes"): "pending_bytes()",
    ("oauth1_provider_named", "name"): '"flickr"',
    ("oauth1_provider_set_origin", "url"): '"http://127.0.0.1:8000"',
    ("oauth1_request_add_oauth_param", "name"): '"oauth_verifier"',
    ("oauth1_sending_fail", "status"): "OAUTH1_ERROR_TIMED_OUT",
    ("oauth1_sign_with_key", "text"): '"GET&a&b"',
    ("oauth1_stream_save", "path"): "scratch_file()",
    ("oauth1_url_new", "text"): '"https://A.example/?a=b"',
    ("oauth1_verifier_builder_set_consumer_public_key", "public_key"): "public_key()",
    ("oauth1_verifier_explain", "url"): "RECEIVED_URL",
    ("oauth1_verifier_verify", "url"): "RECEIVED_URL",
    "base_string": '"GET&a&b"',
    "callback": '"https://app.example/"',
    "consumer_secret": "CONSUMER_SECRET",
    "content_type": '"text/plain"',
    "method": '"POST"',
    "path": '"Cargo.toml"',
    "redirected_to": '"?oauth_token=token&oauth_verifier=v"',
    "scheme": '"https"',
    "secret": "TOKEN_SECRET",
    "status": "204",
    "url": '"https://api.example.com/a?b=c"',
}

# Handles that threads do not share, or that a call uses up though it takes them as const.
OWN = {"oauth1_stream", "oauth1_multipart", "oauth1_cancellation"}

# Handles that are there inside a callback only.
INSIDE = {
    "oauth1_sending": "INSIDE_SEND",
    "oauth1_failure": "INSIDE_NONCE",
    "oauth1_found": "INSIDE_LOOK_UP",
    "oauth1_nonce_use": "INSIDE_NOTE",
}

# Functions that refuse what is good elsewhere: they need a provider whose URLs have a blank.
MAY_REFUSE = {"oauth1_provider_set_account", "oauth1_provider_set_site"}

WRONG_NUMBERS = ["-1", "99", "INT32_MIN", "INT32_MAX"]


class Parameter:
    """A parameter: its choices, what they must lead to, what is done before and after the call."""

    def __init__(self, function: Declared, declared: DeclaredParameter) -> None:
        self.function, self.name, self.type = function, declared.name, declared.type
        until = r"(?=@param|@return|\n\n|$)"
        comment = re.search(rf"@param {self.name} (.*?){until}", function.comment, re.S)
        if not comment:
            sys.exit(f"{function.name}: the comment says nothing of {self.name}")
        self.comment = " ".join(comment[1].split())
        self.length: Parameter | None = None
        self.measured: Parameter | None = None
        self.choices, self.value = 0, ""
        self.before: list[str] = []
        self.after: list[str] = []
        self.must: dict[int, str] = {}

    def good(self, otherwise: str) -> str:
        return GOOD.get((self.function.name, self.name), GOOD.get(self.name, otherwise))

    def choose(self, numbers: dict[str, list[str]]) -> None:
        """Sets what is to be chosen from."""
        if not (self.handle() or self.text() or self.number(numbers) or self.other()):
            sys.exit(f"{self.function.name}: nothing is known of the type {self.type}")
        pointer = self.type.endswith(("*", "_fn"))
        if pointer and re.search("not NULL|NULL only where", self.comment):
            self.must[1] = "OAUTH1_ERROR_NULL_ARGUMENT"

    def among(self, choices: int, value: str) -> bool:
        self.choices, self.value = choices, value
        return True

    def handle(self) -> bool:
        """A handle, or a place for one."""
        if self.type == "oauth1_error **":
            return self.among(2, "PICK ? NULL : &failed")
        if place := re.fullmatch(r"(oauth1_\w+|char) \*\*", self.type):
            made, name = place[1], f"made_{self.name}"
            free = "oauth1_string_free" if made == "char" else f"{made}_free"
            self.before = [f"{made} *{name} = NULL;"]
            self.after = [f"check_made(call, {name} != NULL);", f"{free}({name});"]
            return self.among(2, f"PICK ? NULL : &{name}")
        handle = re.fullmatch(r"(const )?(oauth1_(\w+)) \*", self.type)
        if not handle:
            return False
        constant, kind, name = handle[1], handle[2], handle[3]
        if kind in INSIDE:
            return self.among(2, f"PICK ? NULL : inside_{kind}()")
        if constant and kind not in OWN:
            field = "signed_" if name == "signed" else name
            return self.among(2, f"PICK ? NULL : shared.{field}")
        self.before = [f"{kind} *own_{self.name} = PICK ? NULL : make_{name}();"]
        if self.function.name != f"{kind}_free":
            self.after = [f"use_{name}(own_{self.name});", f"{kind}_free(own_{self.name});"]
        return self.among(2, f"own_{self.name}")

    def text(self) -> bool:
        """Text or bytes, and a buffer for them."""
        if self.type == "const char *" and self.length:
            good = self.good('span("text")')
            self.before = [f"struct span {self.name}_span = choose_span(PICK, {good});"]
            return self.among(5, f"{self.name}_span.begin")
        if self.type == "const char *":
            wrong = '"/no/such\\xff"' if self.name == "path" else '"\\xff\\xfe"'
            if self.name != "path" and "U+FFFD" not in self.comment:
                self.must[3] = "OAUTH1_ERROR_INVALID_UTF8"
            good = self.good('"text"')
            return self.among(5, f"choose_text(PICK, {good}, {wrong})")
        if self.type == "char *":
            return self.among(
                2, f"PICK ? NULL : {'call->buffer' if self.length else 'make_string()'}"
            )
        if self.measured and self.measured.type == "char *":
            return self.among(3, "choose_size(PICK, sizeof call->buffer, 0, 1)")
        if self.measured:
            return self.among(2, f"PICK ? 0 : {self.measured.name}_span.length")
        return False

    def number(self, numbers: dict[str, list[str]]) -> bool:
        """A number, a place for one, or one of an enumeration."""
        if place := re.fullmatch(r"(size_t|uint64_t) \*", self.type):
            self.before = [f"{place[1]} {self.name}_place = 77;"]
            return self.among(2, f"PICK ? NULL : &{self.name}_place")
        if self.type in numbers:
            known = numbers[self.type]
            good = self.good(known[0])
            choices = [good if good in known else known[0], *known, *WRONG_NUMBERS]
            for index in range(len(known) + 1, len(choices)):
                self.must[index] = "OAUTH1_ERROR_INVALID_ENUM"
            listed = ", ".join(choices)
            self.before = [f"static const int32_t {self.name}_numbers[] = {{{listed}}};"]
            return self.among(len(choices), f"{self.name}_numbers[PICK]")
        if self.type in ("size_t", "uint16_t", "uint32_t", "uint64_t"):
            most = "SIZE_MAX" if self.type == "size_t" else f"{self.type.upper()[:-2]}_MAX"
            return self.among(4, f"({self.type})choose_number(PICK, {self.good('1')}, {most})")
        return False

    def other(self) -> bool:
        """Anything else."""
        if self.type == "const char *const *":
            return self.among(6, "choose_pairs(PICK)")
        if self.type == "bool":
            return self.among(2, "!PICK")
        if self.type == "void *":
            self.before = ["void *data = PICK ? NULL : new_data();"]
            return self.among(2, "data")
        if self.type.endswith("_fn"):
            return self.among(2, f"PICK ? NULL : callback_{self.type}")
        return False


class Function:
    """A function of the header."""

    def __init__(self, declared: Declared) -> None:
        self.name, self.result = declared.name, declared.type
        self.parameters = [Parameter(declared, each) for each in declared.parameters]
        for parameter, following in zip(self.parameters, self.parameters[1:], strict=False):
            if parameter.type in ("const char *", "char *") and following.type == "size_t":
                parameter.length, following.measured = following, parameter
        self.can_fail = any(parameter.type == "oauth1_error **" for parameter in self.parameters)
        text = declared.comment.partition("@return")[2].split("\n\n")[0]
        self.returned = " ".join(text.split())

    def lender(self) -> str | None:
        """The handle that something is asked of."""
        return next((p.name for p in self.parameters if p.type.startswith("const oauth1_")), None)

    def of_nothing(self) -> str:
        """What its comment has it return for NULL."""
        found = re.search(r"(?:^|; )(\S+)(?: [^;]*)? for NULL(?:$|;)", self.returned)
        if not found:
            sys.exit(f"{self.name}: the comment does not say what comes of NULL")
        return found[1]

    def can_return(self, functions: dict[str, Function]) -> set[str]:
        """The statuses that its comment has it return."""
        found = set(re.findall(r"OAUTH1_OK|OAUTH1_ERROR_\w+", self.returned))
        others = re.findall(r"what ((?:oauth1_\w+\(\)(?: and |, )?)+) ?can return", self.returned)
        others += re.findall(r"^as (oauth1_\w+)\(\)", self.returned)
        for name in re.findall(r"oauth1_\w+", " ".join(others)):
            found |= functions[name].can_return(functions)
        return found

    def judged(self) -> list[str]:
        """The lines that call it and look at what it returns."""
        arguments = ", ".join(parameter.name for parameter in self.parameters)
        made = f"{self.name}({arguments})"
        if self.can_fail:
            return [f"call->status = {made};", "check_status_of(call, failed);"]
        if self.result == "void":
            return [f"{made};"]
        lender = self.lender()
        of_nothing = f"{lender} == NULL" if lender else "false"
        if self.result == "const char *":
            measured = any(parameter.type == "size_t *" for parameter in self.parameters)
            length = "length ? *length : SIZE_MAX" if measured else "SIZE_MAX"
            return [
                f"const char *text = {made};",
                f"check_text_of(call, text, {length}, {of_nothing});",
            ]
        nothing = self.of_nothing() if lender else "0"
        return [f"check_value(call, {made} == {nothing}, {of_nothing});"]

    def call(self) -> str:
        """The function of C that calls it."""
        lines = ["oauth1_error *failed = NULL;", "(void)call, (void)pick;"]
        for index, parameter in enumerate(self.parameters):
            space = "" if parameter.type.endswith("*") else " "
            declared = f"{parameter.type}{space}{parameter.name} = {parameter.value};"
            for line in [*parameter.before, declared]:
                lines.append(re.sub(r"\bPICK\b", f"pick[{index}]", line))
        lines += self.judged()
        for parameter in self.parameters:
            lines += parameter.after
        lines.append("oauth1_error_free(failed);")
        callback = next((p.name for p in self.parameters if p.type.endswith("_fn")), None)
        if callback:
            lines.append(f"let_go(call, data, {callback} != NULL && destroy != NULL);")
        body = "".join(f"    {line}\n" for line in lines)
        arguments = "struct call *call, const unsigned char *pick"
        return f"static void call_{self.name}({arguments})\n{{\n{body}}}\n"

    def row(self, functions: dict[str, Function]) -> str:
        """Its row."""
        parameters = []
        for parameter in self.parameters:
            musts = sorted(parameter.must.items()) if self.can_fail else []
            must = ", ".join(f"{{{choice}, {status}}}" for choice, status in musts)
            parameters.append(
                f'{{"{parameter.name}", {parameter.choices}, {{{must or "{0, 0}"}}}}}'
            )
        kinds = {
            parameter.type.removeprefix("const ").removesuffix(" *")
            for parameter in self.parameters
        }
        inside = next((where for kind, where in INSIDE.items() if kind in kinds), "INSIDE_NOTHING")
        refuse = "true" if self.name in MAY_REFUSE else "false"
        returns = ", ".join([*sorted(self.can_return(functions) if self.can_fail else ()), "-1"])
        listed = ",\n      ".join(parameters or ["{NULL, 0, {{0, 0}}}"])
        return (
            f'    {{"{self.name}", call_{self.name}, {inside}, {refuse}, {len(parameters)},\n'
            f"     {{{listed}}},\n     {{{returns}}}}},\n"
        )


def numbers_of(header: Header) -> dict[str, list[str]]:
    """The numbers of each enumeration, by its type."""
    prefixes = {
        "oauth1_status": ("OAUTH1_OK", "OAUTH1_ERROR_"),
        "oauth1_log_level": ("OAUTH1_LOG_",),
    }
    found = {}
    for kind in header.types:
        if not kind.declaration.startswith("typedef int32_t "):
            continue
        prefix = prefixes.get(kind.name, (f"{kind.name.upper()}_",))
        found[kind.name] = [each.name for each in header.numbers if each.name.startswith(prefix)]
        if not found[kind.name]:
            sys.exit(f"{kind.name}: there are no numbers that begin with {prefix}")
    return found


def calls(header: Header) -> str:
    """The text of a file in C: a function that calls each function, and the rows."""
    numbers = numbers_of(header)
    functions = {each.name: Function(each) for each in header.functions}
    for function in functions.values():
        for parameter in function.parameters:
            parameter.choose(numbers)
    texts = "\n".join(function.call() for function in functions.values())
    rows = "".join(function.row(functions) for function in functions.values())
    return (
        f'/* Written by calls.py from oauth1.h. */\n#include "robustness.h"\n\n{texts}\n'
        f"const struct row rows[] = {{\n{rows}}};\nconst size_t row_count = {len(functions)};\n"
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(calls(read(HEADER.read_text(encoding="utf-8"))), encoding="utf-8")
