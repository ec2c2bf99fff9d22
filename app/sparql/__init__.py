"""SPARQL over HTTP: protocol, policy, negotiation, update, graph store, service description, query status."""
