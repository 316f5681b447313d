"""How the documentation site is made: `make docs`."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

import oauth1

ROOT = Path(__file__).parents[1]
EXTRA = os.environ.get("OAUTH1_DOCS_EXTRA", "")

project = "oauth1"
author = "the oauth1 contributors"
copyright = author  # noqa: A001 - Sphinx calls it so
version = release = oauth1.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.intersphinx",
    "sphinx.ext.napoleon",
]
exclude_patterns = ["abi", "c"]
nitpicky = True
# names of the stub file's own, and what napoleon finds in prose
nitpick_ignore_regex = [("py:.*", ".*")]
intersphinx_mapping: dict[str, Any] = {}  # the network is not asked
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4

html_theme = "furo"
html_title = f"oauth1 {release}"
html_extra_path = [EXTRA] if EXTRA else []
html_show_sphinx = False
html_copy_source = False

autodoc_default_options = {"members": True}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_google_docstring = True
napoleon_use_ivar = True  # attributes that the class has as well are not told twice
default_role = "code"


# --- signatures of the compiled classes, from their stubs ----------------------------------------


def _decorators(function: ast.FunctionDef) -> set[str]:
    return {each.id for each in function.decorator_list if isinstance(each, ast.Name)}


def _signature(function: ast.FunctionDef, *, bound: bool) -> tuple[str, str | None]:
    """Return a function's parameters and its return type, as the stub has them."""
    arguments = function.args
    if bound:
        (arguments.posonlyargs or arguments.args).pop(0)
    returns = function.returns if function.name != "__new__" else None
    return f"({ast.unparse(arguments)})", ast.unparse(returns) if returns else None


def _stub_signatures() -> dict[str, tuple[str, str | None]]:
    found = {}
    tree = ast.parse((ROOT / "python" / "oauth1" / "_native.pyi").read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            found[f"oauth1.{node.name}"] = _signature(node, bound=False)
        for each in node.body if isinstance(node, ast.ClassDef) else []:
            if isinstance(each, ast.FunctionDef) and "property" not in _decorators(each):
                name = node.name if each.name == "__new__" else f"{node.name}.{each.name}"
                bound = "staticmethod" not in _decorators(each)
                found[f"oauth1.{name}"] = _signature(each, bound=bound)
    return found


STUBS = _stub_signatures()


def _from_stub(
    _app: Sphinx, _what: str, name: str, _object: object, _options: object, *given: str | None
) -> tuple[str | None, ...]:
    return STUBS.get(name, given)


def _literal_blocks(_app: Sphinx, *described: Any) -> None:
    """Mark code in docstrings as such: a paragraph that is indented more than the one before."""
    lines: list[str] = described[-1]
    for at in range(len(lines) - 1, 1, -1):
        before = lines[at - 2]
        if not lines[at - 1].strip() and before.strip() and lines[at].strip():
            indent = len(lines[at]) - len(lines[at].lstrip())
            if indent >= 4 + len(before) - len(before.lstrip()):
                lines[at:at] = [" " * (indent - 4) + "::", ""]


# --- links out of the site -----------------------------------------------------------------------


def _relative_links(_app: Sphinx, docname: str, source: list[str]) -> None:
    """Name, and do not link, what is outside of `docs`: pages are read in the repository too."""
    up = "../" * (docname.count("/") + 1)
    link = rf"\[([^]\n]*)\]\({re.escape(up)}(?!docs/)([^)\s]*)\)"

    def named(found: re.Match[str]) -> str:
        text, path = found.groups()
        is_its_name = path.endswith(text.strip("`"))
        return f"`{path}`" if is_its_name else f"{text} (`{path}`)"

    source[0] = re.sub(link, named, source[0])


def setup(app: Sphinx) -> None:
    """Say what Sphinx is to call."""
    app.connect("autodoc-process-signature", _from_stub)
    app.connect("autodoc-process-docstring", _literal_blocks, priority=400)
    app.connect("source-read", _relative_links)
