"""SPARQL over HTTP: protocol, policy, negotiation, update, graph store, service description, query status."""

from pathlib import Path

from app.sparql import graph_store, protocol, status, update
from app.sparql.direct import Direct

routers = (protocol.router, update.router, graph_store.router, status.router)

OPENAPI = Path(__file__).with_name("openapi.yaml")
"""What OpenAPI says of these routers' addresses, which know other requests than FastAPI describes."""

__all__ = ["OPENAPI", "Direct", "routers"]
