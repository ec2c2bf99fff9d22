"""What people look at: server-rendered pages in Chinese and English, for reading, tracing and correcting.

Everything below `/zh/` and `/en/` is a page; `/static/` holds what they need. See docs/pages.md.
"""

from app.pages.router import add_pages, prepare_pages

__all__ = ["add_pages", "prepare_pages"]
