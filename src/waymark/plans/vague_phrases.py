"""Phrases that make a notice vague: product data, so that it grows by experience. Pure.

A notice that only says *any activities asked of you* is not enough: what, how much, when and where
have to stand there (domain.md, section 2.3). Each phrase comes with what to write instead.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vague:
    """A phrase in small letters, and what a reader needs instead."""

    phrase: str
    instead: str


WHAT, HOW_MUCH, WHEN, WHERE = (
    "Say exactly what they have to do",
    "Say how many, or how much",
    "Say the date and time",
    "Say the place, or how it is held",
)
VAGUE_PHRASES = (
    Vague("activities asked of you", WHAT),
    Vague("activity asked of you", WHAT),
    Vague("anything asked of you", WHAT),
    Vague("whatever is asked of you", WHAT),
    Vague("as asked", WHAT),
    Vague("as required", WHAT),
    Vague("when required", WHEN),
    Vague("where required", WHERE),
    Vague("as requested", WHAT),
    Vague("as instructed", WHAT),
    Vague("as directed", WHAT),
    Vague("as agreed", WHAT),
    Vague("as discussed", WHAT),
    Vague("as appropriate", WHAT),
    Vague("as necessary", WHAT),
    Vague("and so on", WHAT),
    Vague("or similar", WHAT),
    Vague("other activities", WHAT),
    Vague("relevant activities", WHAT),
    Vague("relevant documents", "Name the documents"),
    Vague("any evidence", "Name the evidence"),
    Vague("suitable evidence", "Name the evidence"),
    Vague("some jobs", HOW_MUCH),
    Vague("a few jobs", HOW_MUCH),
    Vague("several jobs", HOW_MUCH),
    Vague("enough jobs", HOW_MUCH),
    Vague("regularly", "Say how often"),
    Vague("do your best", HOW_MUCH),
    Vague("engage with the programme", WHAT),
    Vague("engage with us", WHAT),
    Vague("participate fully", WHAT),
    Vague("take part fully", WHAT),
    Vague("as soon as possible", WHEN),
    Vague("asap", WHEN),
    Vague("in due course", WHEN),
    Vague("at your next meeting", WHEN),
    Vague("to be confirmed", "Wait until it is known, then issue the notice"),
    Vague("to be arranged", "Wait until it is known, then issue the notice"),
    Vague("tbc", "Wait until it is known, then issue the notice"),
    Vague("tba", "Wait until it is known, then issue the notice"),
    Vague("usual place", WHERE),
    Vague("usual time", WHEN),
    Vague("fel y bo angen", WHAT),
    Vague("yn ôl yr angen", WHAT),
    Vague("fel y cytunwyd", WHAT),
    Vague("fel y gofynnir", WHAT),
    Vague("gweithgareddau a ofynnir gennych", WHAT),
    Vague("cyn gynted â phosibl", WHEN),
    Vague("yn rheolaidd", "Say how often"),
    Vague("i’w gadarnhau", "Wait until it is known, then issue the notice"),
)
