"""Serving the graph: store, SPARQL protocol, REST, pages, exports, command line. Imports `loaders`, never the other way."""
