"""``make audit``: known vulnerabilities of every pinned package, by pip-audit.

pip-audit says "no known vulnerabilities" also where the service does not know the packages at all. So it is asked about
a release with a known vulnerability first: where that is not named, nothing was audited, and the audit fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
#: A release with an advisory of 2019 (CVE-2019-10906).
KNOWN: Final = "jinja2==2.10"
FAILED, NOT_AUDITED = 1, 3

Report = Mapping[str, Any]


def asked(requirements: Path) -> Report:
    """What the service says of pinned requirements; nothing where it cannot be asked."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(requirements), "--no-deps", "--disable-pip"]
    done = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, timeout=600, check=False)
    try:
        found: Report = json.loads(done.stdout)
    except ValueError:
        sys.stderr.write(done.stderr[-2_000:])
        return {"dependencies": []}
    return found


def verdict(known: Report, found: Report) -> tuple[int, list[str]]:
    """Exit code and lines: 0 only where the service is shown to answer and knows nothing against any package."""
    if not any(one.get("vulns") for one in known["dependencies"]):
        return NOT_AUDITED, [f"NOTHING WAS AUDITED: the advisory service does not name what is known of {KNOWN}"]
    listed = found["dependencies"]
    vulnerable = [
        f"{one['name']} {one['version']}: {', '.join(v['id'] for v in one['vulns'])}"
        for one in listed
        if one.get("vulns")
    ]
    skipped = [f"NOT AUDITED: {one['name']}: {one['skip_reason']}" for one in listed if "skip_reason" in one]
    if not listed:
        return NOT_AUDITED, ["NOTHING WAS AUDITED: no package was listed"]
    code = FAILED if vulnerable else NOT_AUDITED if skipped else 0
    return code, [*vulnerable, *skipped, f"{len(listed) - len(skipped)} of {len(listed)} packages audited"]


def main() -> int:
    """Audit ``constraints.txt`` and say what was found."""
    with tempfile.TemporaryDirectory() as folder:
        canary = Path(folder) / "known.txt"
        canary.write_text(f"{KNOWN}\n", encoding="utf-8")
        known = asked(canary)
    code, lines = verdict(known, asked(ROOT / "constraints.txt"))
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
