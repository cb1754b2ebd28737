"""The wheel: what is in it, and that it gives the same list in an empty environment outside the checkout."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from eval.abuse.attempts import PLANNING
from eval.abuse.server import served

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return next(out.glob("*.whl"))


def test_content(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        taxonomy = sum(i.compress_size for i in archive.infolist() if "data/taxonomy/" in i.filename)
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"recommender"}
    assert {
        "recommender/_api/app.py",
        "recommender/_models/encoder/manifest.json",
        "recommender/_models/goal/manifest.json",
        "recommender/_models/linker/credpath-minilm/manifest.json",
        "recommender/py.typed",
        "recommender/data/taxonomy/skills.parquet",
        "recommender/data/catalogue/credentials.parquet",
    } <= set(names)
    assert not [name for name in names if "data/build" in name or name.endswith(".onnx")]
    assert [name for name in names if name.endswith("licenses/NOTICE")]
    assert taxonomy < 6e6
    assert wheel.stat().st_size < 36e6


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """An empty environment with the wheel. Its dependencies are those of this run's, seen through a path file."""
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True, timeout=120)
    python = folder / "bin" / "python"
    site = Path(
        subprocess.run(
            [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
    )
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    script = folder / "bin" / "credpath"
    script.write_text(f"#!{python}\nfrom recommender.cli.app import main\nmain()\n")
    script.chmod(0o755)
    # Only third-party packages: a path file adds the folder but does not run the editable install's own path file.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def test_it_gives_the_same_list_outside_the_checkout(environment, engine, bundled_folder, tmp_path):
    cv = ROOT / "examples" / "data_analyst.pdf"
    clean = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    where = subprocess.run(
        [str(environment / "bin" / "python"), "-c", "import recommender; print(recommender.__file__)"],
        cwd=tmp_path,
        env=clean,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert str(environment) in where
    done = subprocess.run(
        [
            str(environment / "bin" / "credpath"),
            "recommend",
            str(cv),
            "--goal",
            "data analyst",
            "--as-of",
            "2026-01-01",
            "--json",
        ],
        cwd=tmp_path,
        env=clean,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    expected = engine.recommend(cv, "data analyst", as_of=dt.date(2026, 1, 1)).model_dump(mode="json")
    assert json.loads(done.stdout) == expected


def test_the_service_is_in_it(environment, small_folder, tmp_path, monkeypatch):
    for name in ("PYTHONPATH", "VIRTUAL_ENV"):
        monkeypatch.delenv(name, raising=False)
    with served(small_folder, tmp_path / "log", environment / "bin" / "credpath", workers=1) as server:
        (_, worker) = server.processes()
        assert "recommender._api.workers.process" in worker.cmdline()
        assert server.post("/v1/plans", PLANNING).status == 200
        assert json.loads(server.get("/openapi.json").body)["info"]["title"] == "CredPath"
