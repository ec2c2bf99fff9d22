"""What GraphML and GEXF share: text that XML 1.0 can hold."""

import re
from xml.sax.saxutils import escape

# XML 1.0 (fifth edition), section 2.2: these cannot stand in a document, not even as references.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: object) -> str:
    """The value for an attribute or an element. What XML cannot hold becomes U+FFFD; line breaks survive as references."""
    written = str(value).lower() if isinstance(value, bool) else str(value)
    return escape(_NOT_XML.sub("\ufffd", written), {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
