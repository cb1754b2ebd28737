"""The processes that answer requests, and the pool that keeps them.

A request is read, validated and worked on in a process of its own kind, one at a time, so that whatever it asks for can
be stopped: by a deadline, by a client that hangs up, by a limit of memory. `pool` keeps the processes and the queue,
`worker` is one process as the service sees it, `process` is what runs in it, `frames` is what they send each other.
"""

from __future__ import annotations
