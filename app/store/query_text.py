"""The little that the store must know of a query's text. One linear pass over tokens; no grammar."""

import re

_TOKEN = re.compile(
    r"""\#[^\n]*                                    # comment
      | <[^<>"{}|^`\\\x00-\x20]*>                   # IRI
      | \"{3}(?:[^"\\]|\\.|\"(?!\"\"))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
      | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'   # strings
      | [?$]\w+ | @[\w-]+                           # variables, language tags
      | [\w.\-]*:(?:[\w.\-:%]|\\.)*                 # prefixed names
      | (?P<word>[A-Za-z_]\w*)
      | \d+ | .""",
    re.VERBOSE | re.DOTALL,
)

_CHANGING = {"NOW", "RAND", "UUID", "STRUUID", "BNODE"}


def words(text: str) -> set[str]:
    """The keywords and function names of a query, in capitals: words outside strings, IRIs, names, variables and comments."""
    return {found["word"].upper() for found in _TOKEN.finditer(text) if found["word"]}


def names_dataset(text: str) -> bool:
    """Whether the query has FROM clauses of its own, which a union default graph must not override."""
    return "FROM" in text.upper() and "FROM" in words(text)


def repeatable(text: str) -> bool:
    """Whether the same query on the same release always gives the same answer, so that it may be cached."""
    upper = text.upper()
    return not any(word in upper for word in _CHANGING) or not _CHANGING & words(text)
