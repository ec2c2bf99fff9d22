"""Where in the service a request points, whatever a proxy puts before it."""

from collections.abc import Mapping
from typing import Any


def own_path(scope: Mapping[str, Any]) -> str:
    """The path below the root path."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "")
    return path.removeprefix(root) or "/" if root and path.startswith(f"{root}/") else path
