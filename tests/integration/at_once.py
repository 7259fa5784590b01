"""Several people at the same moment, each on a database connection of their own."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from waymark.kernel.refusals import Refused

LONG_ENOUGH = 30


def at_once(*acts: Callable[[], Any]) -> Sequence[Any]:
    """Start them all together; give what each returned, or the refusal that it met. Anything else
    that was raised is raised here.
    """
    start = Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(LONG_ENOUGH)
            outcomes[place] = act()
        except Refused as refused:
            outcomes[place] = refused
        except BaseException as error:  # noqa: BLE001
            outcomes[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG_ENOUGH)
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, Refused):
            raise outcome
    assert not any(thread.is_alive() for thread in threads), "still waiting: a deadlock?"
    return outcomes


def refusals(outcomes: Sequence[Any]) -> list[str]:
    """The codes of those that were refused."""
    return [outcome.code for outcome in outcomes if isinstance(outcome, Refused)]
