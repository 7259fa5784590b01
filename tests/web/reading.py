"""Reading a page as a person does: its words, and that its HTML is well-formed."""

from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree

import html5lib
from django.http import HttpResponse

HTML = "{http://www.w3.org/1999/xhtml}"
WITHIN_A_LINE = {
    f"{HTML}{tag}" for tag in ("a", "b", "em", "label", "span", "strong", "time", "wbr")
}


def words_of(answer: HttpResponse, *, status: int = 200, within: str = "body") -> str:
    """What the page says, on one line; its HTML is well-formed."""
    assert answer.status_code == status, answer.status_code
    part = tree_of(answer).find(f".//{HTML}{within}")
    assert part is not None
    return _said(part)


def _said(part: ElementTree.Element) -> str:
    return " ".join("".join(_pieces(part)).split())


def _pieces(part: ElementTree.Element) -> Iterator[str]:
    """The words in order, with a space where the page begins a new line."""
    breaks = part.tag not in WITHIN_A_LINE or "wm-line" in part.get("class", "")
    yield " " if breaks else ""
    yield part.text or ""
    for one in part:
        yield from _pieces(one)
        yield one.tail or ""
    yield " " if breaks else ""


def tree_of(answer: HttpResponse) -> ElementTree.Element:
    """The page as a tree, to be read only: who asks again gets the same."""
    return _tree(answer.content.decode())


@lru_cache(maxsize=4)
def _tree(page: str) -> ElementTree.Element:
    return html5lib.HTMLParser(strict=True).parse(page)


def main_of(answer: HttpResponse, *, status: int = 200) -> str:
    """What the page itself says, without its frame."""
    return words_of(answer, status=status, within="main")


def links_of(answer: HttpResponse) -> dict[str, str]:
    """The links of the page itself: words and address."""
    main = tree_of(answer).find(f".//{HTML}main")
    assert main is not None
    return {_said(link): link.get("href", "") for link in main.iter(f"{HTML}a")}


def field_of(answer: HttpResponse, name: str) -> str:
    """What stands in an input of the page."""
    for kind in ("input", "textarea"):
        for one in tree_of(answer).iter(f"{HTML}{kind}"):
            if one.get("name") == name and one.get("type") not in ("radio", "checkbox"):
                return one.get("value") or (one.text or "").removeprefix("\n")
    raise AssertionError(f"no field {name}")


def chosen_of(answer: HttpResponse, name: str) -> list[str]:
    """What is ticked or chosen of a name."""
    page = tree_of(answer)
    boxes = [
        one.get("value", "")
        for one in page.iter(f"{HTML}input")
        if one.get("name") == name and one.get("checked") is not None
    ]
    for select in page.iter(f"{HTML}select"):
        if select.get("name") == name:
            boxes += [
                one.get("value", "")
                for one in select.iter(f"{HTML}option")
                if one.get("selected") is not None
            ]
    return boxes


def options_of(answer, name) -> list[str]:
    """The words of a drop-down."""
    return [
        option.text
        for select in tree_of(answer).iter(f"{HTML}select")
        if select.get("name") == name
        for option in select.iter(f"{HTML}option")
    ]
