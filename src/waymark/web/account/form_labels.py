"""What was kept of a form, in the order and with the labels of the form that it most likely is."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from waymark.web.forms import Form


def as_their_form_has_them(fields: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The same fields in the form's order; what it does not have comes last."""
    order = [name for name in _labels(fields) if name in fields]
    return {name: fields[name] for name in [*order, *(fields.keys() - set(order))]}


def labels_of(fields: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What the form calls them, where it says so itself."""
    return {name: label for name, label in _labels(fields).items() if label}


def _labels(fields: Collection[str]) -> dict[str, str]:
    """Of all our forms, the one that has the most of these fields and the fewest others."""
    names = set(fields)
    best = max(
        _all(Form), key=lambda one: (len(names & one.base_fields.keys()), -len(one.base_fields))
    )
    known = {name: str(field.label or "") for name, field in best.base_fields.items()}
    first = [name for name in best.field_order or () if name in known]
    return {name: known[name] for name in [*first, *(one for one in known if one not in first)]}


def _all(form: type[Form]) -> Iterator[type[Form]]:
    yield form
    for one in form.__subclasses__():
        yield from _all(one)
