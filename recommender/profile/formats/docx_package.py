"""The parts of a Word document and what each points to, bounded before anything is parsed."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from lxml import etree

from recommender.errors import ProfileError
from recommender.profile.formats.archive import Archive
from recommender.profile.formats.xml_tree import local_name, parsed_xml

#: Of the XML that is read. A long, much formatted CV has 20,000 tags in half a megabyte.
MAX_XML_BYTES: Final = 6 << 20
MAX_TAGS: Final = 100_000
TOO_MUCH: Final = "it holds more text or tables than a profile does; save the profile alone"
_UNREADABLE: Final = "not a readable Word document"


class Package:
    """A file in the form of ECMA-376, part 2: a zip of parts with relationships between them."""

    def __init__(self, content: bytes) -> None:
        """`ProfileError` for an encrypted or old file, one that is no zip, and one that unpacks to more than 50 MB."""
        if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            msg = "it is encrypted or an old .doc file; save it as .docx without a password"
            raise ProfileError(msg)
        if content.lstrip()[:5].lower() in {b"{\\rtf", b"<html", b"<!doc"}:
            msg = "it is a rich text or HTML file under the name of a Word document; save it as .docx"
            raise ProfileError(msg)
        self._archive = Archive(content, _UNREADABLE, "it unpacks to more than 50 MB; a profile is smaller")
        self._names = {part.filename.lower().replace("\\", "/"): part for part in self._archive.parts}
        self._bytes = self._tags = 0

    def main(self) -> Part:
        """The part with the text; `ProfileError` where the file names none."""
        root = Part(self, "", None)
        found = next(iter(root.related("officeDocument")), None)
        if found is None:
            raise ProfileError(_UNREADABLE)
        if local_name(found.root) in {"workbook", "presentation"}:
            msg = "it is a spreadsheet or presentation; save it as PDF"
            raise ProfileError(msg)
        return found

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.lower() in self._names

    def parsed(self, name: str) -> etree._Element:
        """The XML of a part. `ProfileError` where it is damaged, or all together more than a profile needs."""
        part = self._names[name.lower()]
        self._bytes += part.file_size
        if self._bytes > MAX_XML_BYTES:
            raise ProfileError(TOO_MUCH)
        xml = self._archive.read(part)
        self._tags += xml.count(b"<")
        if self._tags > MAX_TAGS:
            raise ProfileError(TOO_MUCH)
        return parsed_xml(xml, _UNREADABLE)


class Part:
    """One part, with those that it points to."""

    def __init__(self, package: Package, name: str, root: etree._Element | None) -> None:
        self._package, self._name, self._root = package, name, root
        self._targets: dict[str, tuple[str, str]] | None = None

    @property
    def root(self) -> etree._Element:
        """The element that holds all others; `ProfileError` as `Package.parsed`."""
        if self._root is None:
            self._root = self._package.parsed(self._name)
        return self._root

    def related(self, kind: str) -> Iterator[Part]:
        """Parts that this points to as ``kind``, the last word of a relationship's type."""
        for found, name in self._relationships().values():
            if found == kind and self._package.has(name):
                yield Part(self._package, name, None)

    def whole(self, kind: str) -> Iterator[Part]:
        """Of those, the parts whose XML is whole: a header or a style sheet that is damaged costs itself alone."""
        return (part for part in self.related(kind) if part.is_whole)

    @property
    def is_whole(self) -> bool:
        """Whether its XML can be parsed; raises where it is more than a profile needs."""
        try:
            return self.root is not None
        except ProfileError as error:
            if str(error) == TOO_MUCH:
                raise
            return False

    def target(self, identifier: str) -> Part | None:
        """The part that a relationship points to, or ``None``."""
        _, name = self._relationships().get(identifier, ("", ""))
        return Part(self._package, name, None) if name and self._package.has(name) else None

    def _relationships(self) -> dict[str, tuple[str, str]]:
        if self._targets is None:
            folder, file = posixpath.split(self._name)
            where = posixpath.join(folder, "_rels", f"{file}.rels")
            listed = self._package.parsed(where) if self._package.has(where) else ()
            self._targets = {
                str(each.get("Id")): (
                    str(each.get("Type", "")).rpartition("/")[2],
                    posixpath.normpath(posixpath.join("/", folder, unquote(str(each.get("Target", ""))))).lstrip("/"),
                )
                for each in listed
                if each.get("TargetMode") != "External"
            }
        return self._targets
