"""Searching a text for what few of its places can begin."""

import re
import sys
from collections.abc import Iterator


def tried_at(
    places: re.Pattern[str], pattern: re.Pattern[str], text: str, start: int = 0, end: int = sys.maxsize
) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text, start, end)` gives, for a pattern that matches only where `places` does.

    A search for one of a set of characters passes over the others several times faster than a pattern that begins with an
    assertion or with words in brackets is tried at each. `places` should take one character, so that no place is passed over;
    what it looks at besides must stand where `pattern` needs it too.
    """
    match, at = pattern.match, start
    for place in places.finditer(text, start, end):
        begin = place.start()
        if begin >= at and (found := match(text, begin, end)):
            yield found
            at = found.end()
