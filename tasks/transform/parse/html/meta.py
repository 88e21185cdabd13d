"""The `<meta>` tags of a page, and what its elements say of themselves (microdata)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from tasks.transform.parse.html.linked import unescape
from tasks.transform.parse.html.tree import one_line, text_of


@dataclass(frozen=True, slots=True)
class Meta:
    """Values by name (`property`, `name` or `itemprop`, in lower case), in page order."""

    values: dict[str, tuple[str, ...]]
    title: str | None
    canonical: str | None
    language: str | None

    def all(self, *names: str) -> list[str]:
        """Every value of some names, by the order of the names."""
        return [value for name in names for value in self.values.get(name, ())]

    def first(self, *names: str) -> str | None:
        """The first value of the first name that has one."""
        return next(iter(self.all(*names)), None)


def read_meta(tree: HtmlElement) -> Meta:
    """Read the head of a page; what stands in its body by mistake, too."""
    values: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if content := one_line(unescape(element.get("content") or "")):
            values.setdefault(name.lower().strip(), []).append(content)
    title = next((text for node in tree.iter("title") if (text := text_of(node))), None)
    canonical = next(
        (
            href.strip()
            for link in tree.iter("link")
            if (link.get("rel") or "").lower() == "canonical" and (href := link.get("href"))
        ),
        None,
    )
    return Meta(
        {name: tuple(dict.fromkeys(found)) for name, found in values.items()},
        unescape(title) if title else None,
        canonical,
        tree.get("lang"),
    )


def microdata(tree: HtmlElement, name: str) -> list[HtmlElement]:
    """The elements that give a property of the page's article, in page order."""
    return [node for node in tree.iter() if name in (node.get("itemprop") or "").split()]
