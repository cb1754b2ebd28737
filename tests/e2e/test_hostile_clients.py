"""The real service, in processes of its own, under clients that mean it no good."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState

from api.protocol import READ, BoundedHttp
from api.service import create_service
from eval.abuse.attempts import HEAVY, JSON, KINDS, PLANNING, Attempt, bodies, drawn
from eval.abuse.contract import Contract
from eval.abuse.latency import during_slow, slow
from eval.abuse.server import Received, served
from eval.abuse.task import ordinary, send

#: Of each series; docs/evaluation.md says how the thousands are run.
COUNT = int(os.environ.get("CREDPATH_HOSTILE", "150"))
HEAVY_COUNT = 12
CANARY = "Zyxwv-Canary-4711"
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,unsupported_method,allow_header_conformance"
)
#: Takes seconds of every kind of machine: 200,000 characters to read.
LONG = json.dumps({"text": "Wrote SQL queries and reports, daily. " * 5000}).encode()


@pytest.fixture(scope="module")
def server(small_folder, tmp_path_factory):
    with served(small_folder, tmp_path_factory.mktemp("hostile") / "log", workers=2, body_seconds=2) as running:
        yield running


def test_every_answer_is_described_and_no_memory_stays(server):
    ordinary(server)
    rest = server.resident()
    for seed, count, kinds in ((11, HEAVY_COUNT, HEAVY), (12, COUNT, KINDS)):
        seen = send(server, count, seed, kinds)
        assert not seen.wrong, seen.examples
        assert len(seen.statuses) > 1
    # A worker may keep 384 MiB more than it began with, and the small snapshot begins with little.
    assert server.resident() < rest + 2 * (384 << 20)


def test_schemathesis_finds_nothing(server, tmp_path):
    command = [str(Path(sys.executable).parent / "st"), "run", f"{server.address}/openapi.json", "--checks", CHECKS]
    command += ["--phases", "examples,fuzzing", "--max-examples", "8", "--seed", "1", "--no-color"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "nresolvable" not in done.stdout
    assert int(re.search(r"(\d+) generated", done.stdout)[1]) > 100


def test_the_contract_is_that_of_the_document():
    about = {"get": {"responses": {"200": {"content": {"application/json": {}}}}}}
    contract = Contract({"paths": {"/healthz": about, "/v1/credentials/{identifier}": about}})

    def broken(method, target, status, media="application/json", body=b"{}", **headers):
        return contract.broken(Attempt("", method, target), Received(status, {"content-type": media, **headers}, body))

    problem = ("application/problem+json", b'{"type": "", "title": "", "status": 1}')
    assert broken("GET", "/v1/credentials/a/b?c", 200) is None
    assert broken("HEAD", "/healthz", 200) is None
    assert broken("PUT", "/healthz", 405, *problem, allow="GET") is None
    assert broken("FOO", "/healthz", 400, "text/plain") is None
    assert broken("GET", "/none", 404, *problem) is None
    assert contract.broken(Attempt("", "GET", "/healthz"), None) == "no answer"
    assert "Retry-After" in broken("GET", "/healthz", 503, *problem)
    assert "Retry-After" in broken("GET", "/healthz", 500, *problem, **{"retry-after": "1"})
    for wrong in (
        broken("GET", "/healthz", 201),
        broken("GET", "/healthz", 200, "text/html"),
        broken("PUT", "/healthz", 405, *problem),
        broken("GET", "/none", 200),
        broken("GET", "/none", 404),
        broken("GET", "/none", 404, problem[0]),
    ):
        assert wrong


def test_health_answers_while_clients_are_slow(server):
    spent = during_slow(server, 64, 3)
    assert len(spent) > 20
    assert max(spent) < float("inf")
    assert server.post("/v1/plans", PLANNING).status == 200


def test_a_body_that_does_not_come_is_not_waited_for(server):
    connection = socket.create_connection((server.host, server.port), timeout=20)
    connection.sendall(b"POST /v1/plans HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")
    response = http.client.HTTPResponse(connection)
    response.begin()
    assert (response.status, response.getheader("content-type")) == (408, "application/problem+json")
    connection.close()


def test_nothing_that_is_sent_is_logged(small_folder, tmp_path):
    log = tmp_path / "log"
    with served(small_folder, log, workers=1) as server:
        statuses = set()
        for path, body in bodies({"request": {"goals": [CANARY]}, CANARY: CANARY}).items():
            text = json.dumps(body).replace("SQL", CANARY).replace("data analyst", CANARY)
            statuses.add(server.send(Attempt("canary", "POST", f"{path}?{CANARY}", JSON, text.encode())).status)
        server.get(f"/v1/credentials/{CANARY}")
        server.get(f"/{CANARY}/{CANARY}")
    assert CANARY not in log.read_text(encoding="utf-8")
    assert {200, 422} <= statuses


def answered(server, seconds):
    """Whether an ordinary request is answered within some seconds, refusals apart."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.post("/v1/plans", PLANNING).status == 200:
            return True
    return False


def sent(server, attempt):
    """A connection on which a request was sent, whose answer nobody has read."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    connection.request(attempt.method, attempt.target, attempt.body, dict(attempt.headers))
    return connection


def poured(connection):
    for _ in range(1000):
        connection.sendall(b"y" * 10_000)
        time.sleep(0.001)


def test_a_head_that_does_not_end_is_hung_up_on(server):
    with socket.create_connection((server.host, server.port), timeout=20) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: ")
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            poured(connection)
    assert server.get("/healthz").status == 200


def test_a_body_in_the_smallest_chunks_is_a_body(server):
    body = json.dumps(PLANNING).encode()
    with socket.create_connection((server.host, server.port), timeout=60) as connection:
        connection.sendall(b"POST /v1/plans HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n")
        connection.sendall(b"transfer-encoding: chunked\r\n\r\n")
        connection.sendall(b"".join(b"1\r\n%c\r\n" % byte for byte in body) + b"0\r\n\r\n")
        response = http.client.HTTPResponse(connection)
        response.begin()
        assert response.status == 200
        assert json.loads(response.read())["steps"] is not None


def test_a_connection_is_read_in_small_parts():
    """asyncio's own transport has the attribute that says how much; if it loses it, this fails."""
    loop = asyncio.new_event_loop()
    mine, theirs = socket.socketpair()
    try:
        mine.setblocking(False)
        config = Config(create_service, factory=True)
        config.load()
        made = lambda: BoundedHttp(config, ServerState(), {}, loop)  # noqa: E731 - a factory, as asyncio asks for
        transport, _ = loop.run_until_complete(loop.create_connection(made, sock=mine))
        assert transport.max_size == READ
        transport.abort()
        loop.run_until_complete(asyncio.sleep(0))
    finally:
        theirs.close()
        loop.close()


EXTRACT = Attempt("long", "POST", "/v1/skills:extract", {"content-type": "application/json"}, LONG)


def test_the_work_of_clients_that_hang_up_is_stopped(small_folder, tmp_path):
    """With a worker that is held, only hanging up can make room: an answer in time says that the work was stopped."""
    with served(small_folder, tmp_path / "log", workers=1, request_seconds=300) as server:
        (_, worker) = server.processes()
        worker.suspend()
        connections = [sent(server, EXTRACT) for _ in range(20)]
        time.sleep(1)
        for connection in connections:
            connection.close()
        assert answered(server, 60)
        assert worker.pid not in {one.pid for one in server.processes()}


def test_it_stops_within_ten_seconds_whatever_is_asked(small_folder, tmp_path):
    with served(small_folder, tmp_path / "log", workers=2) as server:
        (service, *workers) = server.processes()
        connections = [sent(server, EXTRACT) for _ in range(8)]
        with slow(server, 6):
            begun = time.monotonic()
            service.send_signal(signal.SIGTERM)
            service.wait(timeout=10)
            assert time.monotonic() - begun < 10
        assert not [worker for worker in workers if worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE]
        for connection in connections:
            connection.close()


def test_workers_end_with_a_service_that_was_killed(small_folder, tmp_path):
    with served(small_folder, tmp_path / "log", workers=2) as server:
        (service, *workers) = server.processes()
        service.kill()
        psutil.wait_procs(workers, timeout=10)
        assert not [worker for worker in workers if worker.is_running()]


def test_attempts_are_the_same_for_the_same_seed():
    plan = {"request": {"goals": ["data analyst"]}, "steps": []}

    def listed(seed):
        return list(drawn(seed, 30, plan, {**KINDS, "document": 0, "large": 0}))

    assert listed(1) == listed(1) != listed(2)
    assert len({attempt.kind for attempt in listed(1)}) > 3
