"""SPARQL over HTTP: protocol, policy, negotiation, update, graph store, service description, query status."""

from app.sparql import graph_store, protocol, status, update
from app.sparql.direct import Direct

routers = (protocol.router, update.router, graph_store.router, status.router)

__all__ = ["Direct", "routers"]
