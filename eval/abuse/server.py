"""The real service in processes of its own, on a free port of this machine."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from eval.abuse.attempts import JSON, PLANNING, Attempt

#: Seconds within which a service must be ready, its snapshot built before; and within which any answer must come.
READY: Final = 120
PATIENCE: Final = 120
CREDPATH: Final = Path(sys.executable).parent / "credpath"


@dataclass(frozen=True, slots=True)
class Received:
    """A whole response. ``headers``: names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """Without parameters; empty where none is stated."""
        return self.headers.get("content-type", "").partition(";")[0].strip()


class Server:
    """A running service. ``host`` and ``port``: where it listens."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.host, self.port = "127.0.0.1", port
        self._process = psutil.Process(process.pid)

    @property
    def address(self) -> str:
        """The beginning of its URLs."""
        return f"http://{self.host}:{self.port}"

    def send(self, attempt: Attempt, timeout: float = PATIENCE) -> Received | None:
        """What it answers on a connection of its own, or None where it hangs up without an answer."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.putrequest(attempt.method, attempt.target, skip_host="host" in attempt.headers)
            for name, value in attempt.headers.items():
                connection.putheader(name, value)
            if attempt.body or attempt.method == "POST":
                connection.putheader("content-length", str(len(attempt.body)))
            # It may have answered before all was sent.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.endheaders(attempt.body)
            found = connection.getresponse()
            headers = {name.lower(): value for name, value in found.getheaders()}
            return Received(found.status, headers, found.read())
        except (http.client.HTTPException, ConnectionError):
            return None
        finally:
            connection.close()

    def get(self, target: str) -> Received | None:
        """What it answers to GET."""
        return self.send(Attempt("get", "GET", target))

    def post(self, path: str, body: Any) -> Received | None:
        """What it answers to JSON."""
        return self.send(Attempt("post", "POST", path, JSON, json.dumps(body).encode()))

    def ready(self) -> bool:
        """Whether it can answer requests now."""
        try:
            response = self.get("/readyz")
        except OSError:
            return False
        return response is not None and response.status == 200

    def plan(self) -> Any:
        """A plan of its own, for requests that take one."""
        response = self.post("/v1/plans", PLANNING)
        if response is None or response.status != 200:
            msg = f"no plan: {response}"
            raise RuntimeError(msg)
        return json.loads(response.body)

    def processes(self) -> list[psutil.Process]:
        """The service and its workers."""
        return [self._process, *self._process.children(recursive=True)]

    def resident(self) -> int:
        """Bytes of memory that the service and its workers hold now; what they share counts once for each."""
        total = 0
        for process in self.processes():
            try:
                total += int(process.memory_info().rss)
            except psutil.NoSuchProcess:
                continue
        return total


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(snapshot: Path, log: Path, program: Path = CREDPATH, **settings: object) -> Iterator[Server]:
    """``credpath serve`` over a snapshot, ready. ``settings``: those of `api.settings`; ``log``: for its output.

    It runs in the folder of ``log``; ``program``: that of this environment unless another is named.
    """
    port = free_port()
    command = [str(program), "serve", "--port", str(port), "--snapshot", str(snapshot.resolve())]
    environment = {**os.environ, **{f"CREDPATH_{name.upper()}": str(value) for name, value in settings.items()}}
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environment, cwd=log.parent)
        try:
            server = Server(process, port)
            until = time.monotonic() + READY
            while not server.ready():
                if time.monotonic() > until or process.poll() is not None:
                    msg = f"the service is not ready: {log.read_text(encoding='utf-8')[-2000:]}"
                    raise RuntimeError(msg)
                time.sleep(0.1)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
