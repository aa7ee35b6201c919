"""What the tests read back from a page for the web."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "br", "hr", "img", "input", "link"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass
class Node:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    parents: tuple["Node", ...] = ()
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


class Page(HTMLParser):
    """A page whose every element is closed where it should be."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.source = content.decode("utf-8")
        self.nodes: list[Node] = []
        self._open: list[Node] = []
        self.feed(self.source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), attrs
        node = Node(tag, {name: value or "" for name, value in attrs}, tuple(self._open))
        self.nodes.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for node in self._open:
            node.words.append(data)

    def all(self, *tags: str) -> list[Node]:
        return [node for node in self.nodes if node.tag in tags]

    def faults(self) -> list[str]:
        """What keeps somebody from reading the page, or makes it fetch something."""
        ids = [node.attributes["id"] for node in self.nodes if "id" in node.attributes]
        targets = {value for node in self.nodes for value in _pointed_at(node)}
        levels = [int(node.tag[1]) for node in self.all(*HEADINGS)]
        found = {
            "language": self.nodes[0].attributes != {"lang": "nb"},
            "an id twice": len(ids) != len(set(ids)),
            "pointing at nothing": not targets <= set(ids),
            "landmarks": [len(self.all(tag)) for tag in ("main", "header", "nav")] != [1, 1, 1],
            "one title": levels.count(1) != 1 or levels[0] != 1,
            "levels": any(after > before + 1 for before, after in pairwise(levels)),
            "empty heading": not all(node.text for node in self.all(*HEADINGS)),
            "fetches": any(map(_fetches, self.nodes)) or "@import" in self.source,
            "script": any(name.startswith("on") for n in self.nodes for name in n.attributes),
            "scope": any("scope" not in node.attributes for node in self.all("th")),
            "headless table": len(self.all("thead")) != len(self.all("table")),
            "drawing": any(not self._named(node) for node in self.all("svg", "img")),
        }
        return [fault for fault, there in found.items() if there]

    def _named(self, node: Node) -> bool:
        if "aria-hidden" in node.attributes:
            return True
        names = node.attributes.get("aria-labelledby", "").split()
        told = [n.text for n in self.nodes if n.attributes.get("id") in names]
        return node.attributes.get("role") == "img" and len(told) == 2 and all(told)


def _pointed_at(node: Node) -> list[str]:
    values = list(node.attributes.values())
    inside = [v[1:] for k, v in node.attributes.items() if k == "href" and v.startswith("#")]
    named = node.attributes.get("aria-labelledby", "").split()
    return (
        inside + named + [one for value in values for one in re.findall(r"url\\(#(.*?)\\)", value)]
    )


def _fetches(node: Node) -> bool:
    if node.tag in ("script", "link", "iframe", "object", "embed", "base", "form"):
        return True
    addresses = [node.attributes.get(n, "") for n in ("src", "srcset", "poster", "style")]
    if node.tag not in ("a", "meta"):
        addresses.append(node.attributes.get("href", ""))
    return any("//" in one for one in addresses if not one.startswith("data:"))
