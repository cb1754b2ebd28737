"""HTML out of texts: catalogues are copied from web pages.

The parser of libxml2 is fed as a stream of tags. Weighed on cells of 100 kB to 1 MB: Python's own html.parser took 37 s
on unclosed attributes and nh3 250 s on nested ``<div>``; this takes 0.2 s on the worst of sixteen such texts.
"""

from __future__ import annotations

import itertools
import re
from typing import Final

#: What a text must hold to be taken for HTML: `List<int>` and `a < b` are none.
_TAG: Final = re.compile(
    r"</?(?:a|abbr|article|aside|b|blockquote|body|br|button|center|code|dd|details|div|dl|dt|em|figure|figcaption|"
    r"font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|link|main|meta|nav|noscript|object|ol|"
    r"option|p|pre|s|script|section|select|small|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|"
    r"textarea|tfoot|th|thead|title|tr|u|ul|video)(?=[\s/>])|<!--",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_ESCAPED_TAG: Final = re.compile(r"&lt;/(?:p|li|ul|div|span|strong|b|em|i|a|h[1-6])&gt;", re.IGNORECASE)
_ANGLE: Final = re.compile(r"<(?=/?[a-z!])", re.IGNORECASE)
#: An opening tag without attributes, of an element that HTML itself does not let stand without its end.
_SPOKEN_OF: Final = re.compile(
    r"<(?!(?:p|br|hr|li|dd|dt|img|input|link|meta|option|tr|td|th|tbody|thead|tfoot|html|head|body)\b)[a-z][a-z0-9]*>",
    re.IGNORECASE,
)
#: What is no sentence but a script or a style.
_CODE: Final = re.compile(r"[{}();=]")
_STRAY: Final = re.compile(r"<(?!/?[a-z][a-z0-9]*[\s/>]|!--)", re.IGNORECASE)
#: Elements whose content is no text for readers.
_UNREAD: Final = frozenset(("script", "style", "template", "iframe", "object", "svg", "head", "noscript"))
#: Elements that stand inside a line; any other begins a new one.
_INLINE: Final = frozenset(
    "a abbr b code em font i label s small span strike strong sub sup u html body button img".split()
)
_SPACES: Final = re.compile(r"[^\S\n]+")
_BREAKS: Final = re.compile(r"\s*\n\s*")


def without_markup(text: str) -> str:
    """The words of ``text``: tags, comments, scripts and styles left out, references such as ``&amp;`` resolved.

    A text without HTML comes back as it is. Elements that begin a new line on a page begin one here.
    """
    if not _TAG.search(text):
        if not _REFERENCE.search(text):
            return text
        import html

        # Some exports escape once too often: what was `<p>` has become `&lt;p&gt;`.
        escaped = bool(_ESCAPED_TAG.search(text))
        text = html.unescape(text)
        return without_markup(text) if escaped else text
    from lxml import etree

    words = _Words()
    etree.HTML(_shielded(text), etree.HTMLParser(target=words, huge_tree=True))
    return _BREAKS.sub("\n", _SPACES.sub(" ", "".join(words.parts).replace("\xa0", " "))).strip()


def _shielded(text: str) -> str:
    """``text`` with what is no tag of HTML kept from being read as one, and nothing that ends a text early."""
    tags = [match.start() for match in itertools.islice(_TAG.finditer(text), 2)]
    if len(tags) == 1 and _is_word(text, tags[0]):
        tags = []
    shielded = _ANGLE.sub(lambda match: "<" if tags and _TAG.match(text, match.start()) else "&lt;", text)
    return _STRAY.sub("&lt;", shielded).replace("\x00", "\ufffd")


def _is_word(text: str, place: int) -> bool:
    """Whether the one tag of a text is only spoken of, as in ``Using <script> safely``."""
    found = _SPOKEN_OF.match(text, place)
    return place > 0 and found is not None and not _CODE.search(text, found.end())


class _Words:
    """Collects the text of a stream of tags."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._unread: list[str] = []

    def start(self, tag: str | bytes, attrib: dict[str | bytes, str | bytes]) -> None:  # noqa: ARG002 - lxml gives it
        if tag in _UNREAD:
            self._unread.append(str(tag))
        elif tag not in _INLINE:
            self.parts.append("\n")

    def end(self, tag: str | bytes) -> None:
        if self._unread and self._unread[-1] == tag:
            self._unread.pop()
        elif tag not in _INLINE:
            self.parts.append("\n")

    def data(self, data: str | bytes) -> None:
        if not self._unread:
            self.parts.append(str(data))

    def comment(self, text: str | bytes) -> None:
        """Comments are no text."""

    def close(self) -> None:
        """Nothing is built."""
