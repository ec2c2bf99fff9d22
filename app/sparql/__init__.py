"""SPARQL over HTTP: protocol, policy, negotiation, update, graph store, service description, query status."""

from app.sparql import protocol, status

routers = (protocol.router, status.router)

__all__ = ["routers"]
