"""The app factory: routes, their problems and documentation, over an open recommender. Workers run it."""

from __future__ import annotations

from fastapi import FastAPI

from recommender.engine import Recommender
from recommender.version import __version__

from .middleware import LastResort
from .openapi import describing
from .problems import install
from .readiness import Readiness
from .routes import health
from .routes.v1 import v1
from .settings import Settings


def create_app(settings: Settings, recommender: Recommender) -> FastAPI:
    """All routes over ``recommender``. `api.service.create_service` is what keeps hostile clients from it."""
    app = FastAPI(
        title="CredPath",
        version=__version__,
        summary="The next credentials to earn for a career goal, with the gaps each closes and why.",
        description="Nothing that is sent is stored or logged.",
        redirect_slashes=False,
    )
    app.state.recommender = recommender
    app.state.readiness = Readiness(recommender.snapshot_id, dict(recommender.versions))
    app.state.settings = settings
    install(app)
    app.add_middleware(LastResort)
    app.include_router(v1)
    app.include_router(health.router)
    app.openapi = describing(app)  # type: ignore[method-assign]
    return app
