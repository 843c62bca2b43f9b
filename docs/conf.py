"""How the documentation is built: ``.venv/bin/sphinx-build -W docs docs/_build``."""

from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

project = "Evenhand"
author = "the Evenhand contributors"
project_copyright = "the Evenhand contributors, Apache-2.0"
language = "en_GB"
extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath", "deflist", "fieldlist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "alabaster"
html_theme_options = {
    "description": "Measure what police powers do to whom, say how sure that is, let anyone check.",
    "fixed_sidebar": True,
}
html_copy_source = False
html_math_renderer = "mathml"


def visit_math(translator: Any, node: nodes.math) -> None:
    """Write an inline formula as MathML, which browsers and screen readers need no script for."""
    translator.body.append(tex2mathml(node.astext()))
    raise nodes.SkipNode


def visit_math_block(translator: Any, node: nodes.math_block) -> None:
    """Write a formula that stands on its own line as MathML."""
    translator.body.append(f"<div>{tex2mathml(node.astext(), as_block=True)}</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Let formulas be drawn by the browser, with nothing fetched from anywhere."""
    app.add_lexer("csv", TextLexer)  # rows of data are shown plainly
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
