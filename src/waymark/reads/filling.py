"""What a statement is filled in with: which values make another statement of it, what stands for
each while it is worked out, and where its real value is found later.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from waymark.kernel.actor import Actor

Fill = Callable[[Any], Any]
_numbers = iter(range(1, 3_000_000))
NUMBERS_FROM = 1_900_000_000  # fits every column, and is nobody's number


class Given(int):
    """A number that is filled in; any other is part of what is asked."""


class Code(str):
    """A word of ours, of which there are few: part of what is asked."""

    __slots__ = ()


class Part:
    """None, a switch, a number, a code: part of what is asked."""

    def shape(self, value: Any) -> Any:
        """What a statement is known by."""
        return value

    def stand_in(self, value: Any) -> Any:
        """What stands for the value while the statement is worked out."""
        return value

    def places(self, stand_in: Any, get: Fill) -> Iterator[tuple[Any, Fill]]:  # noqa: ARG002
        """Each key that is found again among the statement's values, and what its real value is."""
        return iter(())


class Leaf(Part):
    """An id, a day, a moment, a number that is given: filled in."""

    def __init__(self, another: Callable[[], Any]) -> None:
        self.another = another

    def shape(self, value: Any) -> Any:  # noqa: ARG002
        return ...

    def stand_in(self, value: Any) -> Any:  # noqa: ARG002
        return self.another()

    def places(self, stand_in: Any, get: Fill) -> Iterator[tuple[Any, Fill]]:
        yield stand_in, get


class Many(Part):
    """A collection of ids: each length has a statement of its own."""

    def shape(self, value: Any) -> Any:
        return (len(value),)

    def stand_in(self, value: Any) -> Any:
        return [stand_in_for(one) for one in sorted(value)]

    def places(self, stand_in: Any, get: Fill) -> Iterator[tuple[Any, Fill]]:
        for at, one in enumerate(stand_in):
            yield from places_of(one, _item(get, at))


class Several(Many):
    """A tuple of any values: what it is asked by is what each of them is asked by."""

    def shape(self, value: Any) -> Any:
        return tuple([shape_of(one) for one in value])

    def stand_in(self, value: Any) -> Any:
        return tuple([stand_in_for(one) for one in value])


class Named(Part):
    """The values of a mapping; its names are part of what is asked."""

    def shape(self, value: Any) -> Any:
        return tuple([(name, shape_of(one)) for name, one in value.items()])

    def stand_in(self, value: Any) -> Any:
        return {name: stand_in_for(one) for name, one in value.items()}

    def places(self, stand_in: Any, get: Fill) -> Iterator[tuple[Any, Fill]]:
        for name, one in stand_in.items():
            yield from places_of(one, _item(get, name))


class Record(Part):
    """A dataclass is what its fields are."""

    def __init__(self, kind: Any) -> None:
        self.kind = kind
        self.names = [one.name for one in fields(kind)]

    def shape(self, value: Any) -> Any:
        return tuple([shape_of(getattr(value, name)) for name in self.names])

    def stand_in(self, value: Any) -> Any:
        return self.kind(**{name: stand_in_for(getattr(value, name)) for name in self.names})

    def places(self, stand_in: Any, get: Fill) -> Iterator[tuple[Any, Fill]]:
        for name in self.names:
            yield from places_of(getattr(stand_in, name), _field(get, name))


class Who(Part):
    """Of an actor: who it is, the groups as one value, and whether those are all there are."""

    def shape(self, value: Any) -> Any:
        return value.is_everywhere

    def stand_in(self, value: Any) -> Any:
        groups = frozenset([uuid4()])
        return Actor(uuid4(), "", frozenset(), groups, is_everywhere=value.is_everywhere)

    def places(self, stand_in: Any, get: Fill) -> Iterator[tuple[Any, Fill]]:
        yield stand_in.id, _field(get, "id")
        yield tuple(stand_in.group_ids), lambda values: list(get(values).group_ids)


def shape_of(value: Any) -> Any:
    """What a statement is known by: the same for all values that only fill it in."""
    return _kind(type(value)).shape(value)


def stand_in_for(value: Any) -> Any:
    """Another value of the same kind, which is found again among the statement's values."""
    return _kind(type(value)).stand_in(value)


def places_of(stand_in: Any, get: Fill) -> Iterator[tuple[Any, Fill]]:
    """Where each stand-in's real value is found."""
    return _kind(type(stand_in)).places(stand_in, get)


def laid_out(value: Any) -> Any:
    """A collection in an order."""
    return sorted(value) if type(_kind(type(value))) is Many else value


def fill_of(param: Any, places: Mapping[Any, Fill]) -> Fill:
    """What goes into one place of a statement: a value of the caller, or always the same."""
    if not isinstance(param, list):
        return places.get(param) or (lambda _: param)
    if whole := places.get(tuple(param)):
        return whole
    inner = [fill_of(one, places) for one in param]
    return lambda values: [fill(values) for fill in inner]


def _kind(of: Any) -> Part:
    return KNOWN.get(of) or KNOWN.setdefault(of, _kind_of(of))


def _kind_of(of: type) -> Part:
    if of is type(None) or issubclass(of, Code) or (issubclass(of, int) and of is not Given):
        return Part()
    if issubclass(of, Actor):
        return Who()
    if is_dataclass(of):
        return Record(of)
    for base, kind in KINDS.items():
        if issubclass(of, base) and not issubclass(of, str | bytes):
            return kind
    raise TypeError(f"{of.__name__} may change what is asked: it cannot be filled in")


def _moment() -> datetime:
    first = datetime(1000, 1, 1, tzinfo=timezone.get_default_timezone())
    return first + timedelta(seconds=next(_numbers))


KINDS: Mapping[type, Part] = {
    UUID: Leaf(uuid4),
    Given: Leaf(lambda: Given(NUMBERS_FROM + next(_numbers))),
    datetime: Leaf(_moment),
    date: Leaf(lambda: date(1, 1, 1) + timedelta(days=next(_numbers))),
    Mapping: Named(),
    tuple: Several(),
    Collection: Many(),
}
KNOWN: dict[type, Part] = {}


def _item(get: Fill, key: Any) -> Fill:
    return lambda values: get(values)[key]


def _field(get: Fill, name: str) -> Fill:
    return lambda values: getattr(get(values), name)
