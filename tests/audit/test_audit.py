"""The audit of dependencies passes only where something was audited."""

from __future__ import annotations

import pytest

from tests.audit.run import FAILED, NOT_AUDITED, verdict

KNOWN = {"dependencies": [{"name": "jinja2", "version": "2.10", "vulns": [{"id": "PYSEC-2019-217"}]}]}
FINE = {"name": "a", "version": "1", "vulns": []}
BAD = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1"}, {"id": "CVE-2"}]}
SKIPPED = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("known", "found", "code", "said"),
    [
        (KNOWN, [FINE], 0, "1 of 1 packages audited"),
        (KNOWN, [FINE, BAD], FAILED, "b 2: CVE-1, CVE-2"),
        (KNOWN, [FINE, SKIPPED], NOT_AUDITED, "NOT AUDITED: c: not found"),
        (KNOWN, [BAD, SKIPPED], FAILED, "1 of 2 packages audited"),
        (KNOWN, [], NOT_AUDITED, "NOTHING WAS AUDITED"),
        ({"dependencies": []}, [FINE], NOT_AUDITED, "NOTHING WAS AUDITED"),
        ({"dependencies": [SKIPPED]}, [FINE], NOT_AUDITED, "NOTHING WAS AUDITED"),
    ],
)
def test_silence_is_no_pass(known, found, code, said):
    got, lines = verdict(known, {"dependencies": found})
    assert got == code
    assert any(said in line for line in lines)
