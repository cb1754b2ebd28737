"""What stands between clients and workers: bodies, the queue, deadlines, clients that hang up."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import anyio
import psutil
import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from api.app import create_app
from api.bodies import LIMITS
from api.service import create_service
from api.settings import Settings
from api.workers.frames import Request
from api.workers.pool import Full, WorkerPool
from recommender.snapshot.build import build_snapshot
from recommender.snapshot.snapshot import open_snapshot
from tests.support.catalogues import ROWS
from tests.support.service import served

PROBLEM = "application/problem+json"
BODY = {"learner": {"skills": [{"name": "SQL", "level": 0.2}]}, "goal": "data analyst", "top": 3}


@pytest.fixture
def serving(small_folder):
    """A client of a service over the small snapshot, ready; ``settings`` as of `Settings`."""
    open_clients = []

    def make(**settings):
        service = create_service(Settings(snapshot=small_folder, **{"workers": 1, **settings}))
        client = TestClient(service).__enter__()
        open_clients.append(client)
        until = time.monotonic() + 60
        while client.get("/readyz").status_code != 200:
            assert time.monotonic() < until
            time.sleep(0.05)
        return client

    yield make
    for client in open_clients:
        client.__exit__(None, None, None)


def workers():
    """Processes of workers that run."""
    found = set()
    for one in psutil.Process().children():
        # One that ends while it is looked at runs no longer.
        with contextlib.suppress(psutil.NoSuchProcess):
            if one.status() != psutil.STATUS_ZOMBIE and "api.workers.process" in one.cmdline():
                found.add(one.pid)
    return found


def problem(response, status, kind):
    assert (response.status_code, response.headers["content-type"]) == (status, PROBLEM), response.text
    assert response.json()["type"] == f"urn:credpath:problem:{kind}"
    return response


def test_an_answer_is_the_one_of_the_app_itself(serving, small_engine):
    direct = TestClient(create_app(Settings(), small_engine))
    client = serving()
    for method, path, more in (
        ("POST", "/v1/recommendations", {"json": {**BODY, "as_of": "2026-01-05"}}),
        ("POST", "/v1/recommendations", {"json": {"top": "x"}}),
        ("POST", "/v1/recommendations", {"content": b"{"}),
        ("GET", "/v1/credentials/sql", {}),
        ("GET", "/v1/occupations?q=data%20analyst&limit=2", {}),
        ("GET", "/v1/credentials/none", {}),
        ("PUT", "/v1/plans", {}),
        ("GET", "/v1/plans", {}),
        ("GET", "/openapi.json", {}),
        ("GET", "/docs", {}),
        ("POST", "/healthz", {}),
    ):
        expected, found = direct.request(method, path, **more), client.request(method, path, **more)
        assert (found.status_code, found.content) == (expected.status_code, expected.content), path
        for header in ("content-type", "allow"):
            assert found.headers.get(header) == expected.headers.get(header), path
    assert client.put("/v1/plans").headers["allow"] == "POST"


def test_every_route_that_takes_a_body_has_a_limit_of_it(small_engine):
    assert set(LIMITS) == {path for method, path in served(create_app(Settings(), small_engine)) if method == "POST"}


def test_large_bodies_are_stopped_whatever_the_headers_say(serving):
    client = serving(largest_body=200_000)
    large = json.dumps({"learner": {"text": "x" * 300_000}}).encode()
    problem(client.post("/v1/recommendations", content=large), 413, "too-large")

    def chunks():
        for _ in range(100):
            yield b"x" * 10_000

    problem(client.post("/v1/recommendations", content=chunks()), 413, "too-large")
    problem(client.request("GET", "/v1/occupations?q=a", content=b"x" * 70_000), 413, "too-large")
    many = json.dumps({**BODY, "preferences": {"exclude": [""] * 40_000}}).encode()
    assert client.post("/v1/recommendations", content=many).status_code == 422
    assert client.post("/v1/recommendations", json=BODY).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        (b'{"goal": "a", "top": ' + b"[" * 100_001, 413, "a body may hold 100000 values here"),
        (b'{"goal": "a", "goal": "b"}', 400, "an object holds a key twice"),
        (b'{"goal": NaN}', 400, "JSON has no NaN and no infinity"),
        (b'{"goal": "a", "top": -Infinity}', 400, "JSON has no NaN and no infinity"),
        (json.dumps({str(number): 1 for number in range(10_001)}).encode(), 413, "an object may hold 10000 keys"),
        (b'{"top": ' + b"9" * 5000 + b"}", 400, None),
        (b"[" * 50_000, 400, None),
        (b'{"goal": "\xff"}', 400, None),
    ],
)
def test_json_that_is_none_or_too_much_of_it_is_refused(small_engine, body, status, detail):
    client = TestClient(create_app(Settings(), small_engine))
    response = client.post("/v1/recommendations", content=body, headers={"content-type": "application/json"})
    problem(response, status, "too-large" if status == 413 else "http")
    assert response.json().get("detail") == detail


def test_bodies_are_held_up_to_a_limit_all_together(serving):
    client = serving(held_bodies=50_000)
    refused = problem(client.post("/v1/recommendations", json={"goal": "x" * 60_000}), 503, "busy")
    assert int(refused.headers["retry-after"]) > 0
    for _ in range(3):
        problem(client.post("/v1/recommendations", json={"goal": "x" * 30_000}), 422, "ambiguous-goal")


def test_work_that_takes_too_long_is_stopped(serving, caplog):
    """A worker that is held has begun and never ends: only being killed makes room for another."""
    client = serving(request_seconds=5)
    (worker,) = workers()
    psutil.Process(worker).suspend()
    stopped = problem(client.post("/v1/plans", json=PLANNING), 503, "out-of-time")
    assert int(stopped.headers["retry-after"]) > 0
    until = time.monotonic() + 30
    while worker in workers():
        assert time.monotonic() < until
        time.sleep(0.05)
    assert "was stopped: its time was over" in caplog.text


def test_who_is_late_before_it_begins_is_not_begun(serving, caplog):
    client = serving(request_seconds=0.000001)
    before = workers()
    problem(client.post("/v1/plans", json=PLANNING), 503, "out-of-time")
    assert workers() == before
    assert "was stopped" not in caplog.text


def test_who_finds_no_place_is_sent_away(serving):
    client = serving(waiting=1)
    with ThreadPoolExecutor(6) as pool:
        responses = list(pool.map(lambda _: client.post("/v1/assessments", json=ASSESSMENT), range(6)))
    statuses = sorted(response.status_code for response in responses)
    assert statuses[0] == 200
    assert set(statuses) == {200, 503}
    for response in responses:
        if response.status_code == 503:
            assert int(problem(response, 503, "busy").headers["retry-after"]) > 0
    assert client.post("/v1/recommendations", json=BODY).status_code == 200


def test_who_hung_up_keeps_no_place():
    kept = WorkerPool(Settings(waiting=3))
    request = Request("GET", "/", [])

    async def filled():
        kept.readiness.snapshot = "open"
        put, taken = anyio.create_memory_object_stream(3)
        kept._queue = put, taken
        with put, taken:
            jobs = [kept.accept(request) for _ in range(3)]
            with pytest.raises(Full):
                kept.accept(request)
            await jobs[1].give_up()
            jobs.append(kept.accept(request))
            with pytest.raises(Full):
                kept.accept(request)
            return [jobs.index(taken.receive_nowait()) for _ in range(3)]

    assert anyio.run(filled) == [0, 2, 3]


def test_a_worker_that_dies_is_replaced_and_its_request_told(serving, caplog):
    client = serving()
    (worker,) = workers()
    psutil.Process(worker).suspend()
    answers = []
    thread = threading.Thread(target=lambda: answers.append(client.post("/v1/assessments", json=ASSESSMENT)))
    thread.start()
    time.sleep(1)  # It cannot answer, however long this takes.
    psutil.Process(worker).kill()
    thread.join()
    assert int(problem(answers[0], 503, "crashed").headers["retry-after"]) > 0
    assert client.post("/v1/recommendations", json=BODY).status_code == 200
    assert worker not in workers()
    assert "a worker ended while it worked on a POST of /v1/assessments" in caplog.text


def test_a_worker_that_dies_while_nothing_is_asked_costs_no_request(serving):
    client = serving()
    (worker,) = workers()
    psutil.Process(worker).kill()
    until = time.monotonic() + 60
    while not workers() - {worker}:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert client.post("/v1/recommendations", json=BODY).status_code == 200


def test_who_hangs_up_while_waiting_gives_back_what_it_held(serving):
    """With the only worker held, nothing but hanging up can end the request."""
    client = serving(body_seconds=30)
    (worker,) = workers()
    psutil.Process(worker).suspend()
    gate = client.app.router.default
    try:

        async def hang_up():
            parts = [{"type": "http.request", "body": b"{}" * 500, "more_body": False}, {"type": "http.disconnect"}]
            scope = {
                "type": "http",
                "method": "POST",
                "path": "/v1/plans",
                "raw_path": b"/v1/plans",
                "query_string": b"",
                "headers": [],
            }
            sent = []

            async def receive():
                return parts.pop(0)

            async def send(message):
                sent.append(message)

            busy = gate._pool.accept(Request("GET", "/", []))
            before = gate._bodies.held
            with anyio.fail_after(5):
                await gate(scope, receive, send)
            await busy.give_up()
            return before, gate._bodies.held

        assert client.portal.call(hang_up) == (0, 0)
    finally:
        psutil.Process(worker).kill()


def test_another_snapshot_in_place_of_the_one_served_is_not_mixed_in(small, small_folder, tmp_path, monkeypatch):
    monkeypatch.setattr("api.workers.pool.FIRST_PAUSE", 0.1)
    folder = tmp_path / "snapshot"
    shutil.copytree(small_folder, folder)
    with TestClient(create_service(Settings(snapshot=folder, workers=1))) as client:
        wait_for(client, small.id)
        shutil.rmtree(folder)
        other = build_snapshot(ROWS[:-1], folder, encoder="hashing-64")
        assert open_snapshot(other).id != small.id
        (worker,) = workers()
        psutil.Process(worker).kill()
        # No worker is left that has the old one; only then the new one is served.
        wait_for(client, open_snapshot(other).id)


def wait_for(client, snapshot):
    until = time.monotonic() + 60
    while client.get("/version").json()["snapshot"] != snapshot:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_failure_that_nobody_foresaw_is_no_end_of_the_service(small_folder, monkeypatch):
    def fails(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("api.workers.pool.started", fails)
    with TestClient(create_service(Settings(snapshot=small_folder, workers=1))) as client:
        until = time.monotonic() + 20
        while client.get("/readyz").json().get("type") != "urn:credpath:problem:failed":
            assert time.monotonic() < until
            time.sleep(0.05)
        assert client.get("/healthz").status_code == 200


def test_who_would_begin_too_late_is_told_at_once():
    """Requests take a second here, so of a deadline of four half is spent by the fourth that waits for one worker."""
    kept = WorkerPool(Settings(waiting=30, workers=1, request_seconds=4))

    async def filled():
        kept.readiness.snapshot = "open"
        put, taken = anyio.create_memory_object_stream(30)
        kept._queue = put, taken
        with put, taken:
            for count in range(30):
                try:
                    kept.accept(Request("GET", "/", []))
                except Full as full:
                    return count, full.seconds
        return None

    assert anyio.run(filled) == (3, 3)


def test_addresses_that_no_route_can_have_are_problems_too(serving):
    client = serving()
    for path in ("/a%0Ab", "/v1/credentials/x%0D%0Ay", "/%00"):
        response = client.get(path)
        assert (response.status_code, response.headers["content-type"]) == (404, PROBLEM), path
    refused = client.put("/healthz")
    assert (refused.status_code, refused.headers["content-type"]) == (405, PROBLEM)
    assert "GET" in refused.headers["allow"]
    assert client.head("/healthz").status_code == 200


def test_a_worker_that_grew_is_replaced_after_its_answer(serving):
    client = serving(kept_memory=1)
    before = workers()
    assert client.post("/v1/recommendations", json=BODY).status_code == 200
    assert client.post("/v1/recommendations", json=BODY).status_code == 200
    assert not before & workers()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process is not held to a limit of its memory")
def test_what_takes_too_much_memory_is_refused(serving):
    client = serving(request_memory=128 << 20)
    assert client.post("/v1/recommendations", json=BODY).status_code == 200
    response = client.post("/v1/plans:why", json={"plan": {"x": [{"": 0}] * 700_000}})
    assert response.status_code in {413, 503}
    assert response.headers["content-type"] == PROBLEM
    assert client.post("/v1/recommendations", json=BODY).status_code == 200


def test_no_socket_is_opened(serving):
    with pytest.raises(WebSocketDisconnect), serving().websocket_connect("/v1/plans"):
        pass


PLANNING = {
    "learner": {"skills": [{"name": "SQL", "level": 0.2}]},
    "goals": ["data analyst"],
    "preferences": {"hours_per_week": 6, "weeks": 26, "budget": {"amount": 500, "currency": "USD"}},
    "options": {"assume_hours": 30, "assume_price": 20},
}
ASSESSMENT = {"learner": {"text": "Wrote SQL."}, "goal": "data analyst"}
