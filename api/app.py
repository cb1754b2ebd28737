"""The app factory. The snapshot is opened in the background, so that health can be asked while it is being built."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio.to_thread
from fastapi import FastAPI

from recommender.engine import Recommender
from recommender.errors import CredPathError
from recommender.snapshot.manifest import read_manifest, size_of, verify
from recommender.snapshot.snapshot import VERIFIED_BELOW
from recommender.version import __version__

from .middleware import LastResort, SizeLimit
from .problems import install
from .routes import health, v1
from .settings import Settings

log = logging.getLogger("credpath.api")


def create_app(settings: Settings | None = None, recommender: Recommender | None = None) -> FastAPI:
    """The service. ``recommender`` is used as given; without it the snapshot of ``settings`` is opened at start."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = chosen.workers
        opening = asyncio.create_task(_open(app, chosen)) if app.state.recommender is None else None
        yield
        if opening is not None:
            opening.cancel()

    app = FastAPI(
        title="CredPath",
        version=__version__,
        summary="The next credentials to earn for a career goal, with the gaps each closes and why.",
        description="Nothing that is sent is stored or logged.",
        lifespan=lifespan,
    )
    app.state.recommender = recommender
    app.state.failure = None
    app.state.settings = chosen
    install(app)
    app.add_middleware(SizeLimit, largest=chosen.largest_body)
    app.add_middleware(LastResort)
    app.include_router(v1)
    app.include_router(health.router)
    return app


async def _open(app: FastAPI, settings: Settings) -> None:
    try:
        app.state.recommender = await asyncio.to_thread(Recommender.open, settings.snapshot, ranker=settings.ranker)
        log.info("snapshot %s is open", app.state.recommender.snapshot_id)
        if settings.snapshot is not None:
            await _verify(app, settings.snapshot)
    except CredPathError as error:
        _fail(app, str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, readiness must not say "being opened" for ever
        _fail(app, f"{type(error).__name__} in {traceback.extract_tb(error.__traceback__)[-1].name}")


async def _verify(app: FastAPI, folder: Path) -> None:
    """Compare the checksums of a snapshot that was too large for that on opening, while it is in use."""
    if await asyncio.to_thread(lambda: size_of(read_manifest(folder)) > VERIFIED_BELOW):
        await asyncio.to_thread(verify, folder)
        log.info("every file of the snapshot is as its manifest says")


def _fail(app: FastAPI, why: str) -> None:
    app.state.recommender = None
    app.state.failure = "the snapshot could not be opened, or is damaged; see the service's log"
    log.error("the snapshot could not be opened, or is damaged: %s", why)
