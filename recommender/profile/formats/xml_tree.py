"""XML of profile files, parsed so that a small file stays small."""

from __future__ import annotations

from lxml import etree

from recommender.errors import ProfileError


def parsed_xml(content: bytes, unreadable: str) -> etree._Element:
    """The root of an XML document without its entities and comments; `ProfileError` with ``unreadable`` where damaged.

    No entity is resolved and nothing is fetched, so that a small file stays small.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ProfileError(unreadable) from None
    etree.strip_elements(root, etree.Entity, with_tail=False)
    return root


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace: versions of a format often differ in nothing else."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
