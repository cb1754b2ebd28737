"""The command as users run it: in a process of its own, from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli import process

ROOT = Path(__file__).resolve().parents[2]


def test_help_and_version(tmp_path):
    assert process("--help", cwd=tmp_path).returncode == 0
    assert process("version", cwd=tmp_path).stdout.strip()


def test_starting_brings_neither_torch_nor_scikit_learn(bundled_folder):
    script = (
        "import sys\nfrom recommender import Recommender\n"
        f"r = Recommender.open({str(bundled_folder)!r})\n"
        "r.recommend(None, 'data analyst', top=1)\n"
        "heavy = {'torch', 'sklearn', 'transformers', 'sentence_transformers', 'pandas'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("module", ["recommender", "api", "recommender.cli"])
def test_threads_sleep_in_every_entry_point(module):
    script = f"import {module}, os; print(os.environ['OMP_WAIT_POLICY'], os.environ['OMP_NUM_THREADS'])"
    clean = {k: v for k, v in os.environ.items() if not k.startswith("OMP_")}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True, env=clean, cwd=ROOT
    )
    policy, threads = done.stdout.split()
    assert policy == "passive"
    assert int(threads) <= 2
