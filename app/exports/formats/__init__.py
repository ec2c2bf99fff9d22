"""One module a file format: nodes and edges in, bytes out, a piece at a time."""
