"""The graph in other people's tools: linked data, descriptions of the dataset, files of every usual kind."""

from app.exports import catalogue, linked_data, own_terms, router

routers = (router.router, linked_data.router, own_terms.router, catalogue.router)

__all__ = ["routers"]
