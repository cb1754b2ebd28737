"""Every route that an application serves, but for its own documentation."""

from __future__ import annotations

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def served(app):
    """(method, path) of all of ``app.routes``, those of included routers among them."""
    waiting, found = list(app.routes), set()
    while waiting:
        route = waiting.pop()
        inside = getattr(route, "effective_route_contexts", None)
        if inside is not None:
            waiting += inside()
        else:
            found |= {(method, route.path) for method in (route.methods or ()) if method in METHODS}
    return {(method, path) for method, path in found if not path.startswith(("/docs", "/redoc", "/openapi"))}
