import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from analysis.places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))


def direct_dependencies() -> set[str]:
    return {canonicalize_name(Requirement(d).name) for d in PROJECT["project"]["dependencies"]}


def conda_environment() -> tuple[str, dict[str, str]]:
    """Return the Python version and the version by package, conda's and pip's in one."""
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    plain = [d for d in listed["dependencies"] if isinstance(d, str)]
    pip = next(d["pip"] for d in listed["dependencies"] if isinstance(d, dict))
    pairs = [re.split("==?", d) for d in [*plain, *pip] if "=" in d]
    versions = {canonicalize_name(name): version for name, version in pairs}
    assert "-e ." in pip
    return versions.pop("python"), versions


def test_conda_users_get_the_versions_of_the_lock():
    python, conda = conda_environment()
    command = "export --frozen --offline --no-dev --no-hashes --no-header --no-annotate"
    exported = subprocess.run(
        [sys.executable, "-m", "uv", *command.split(), "--no-emit-project"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    there = {
        **default_environment(),
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    locked = {
        canonicalize_name(r.name): str(r.specifier).removeprefix("==")
        for r in map(Requirement, exported.splitlines())
        if r.marker is None or r.marker.evaluate(there)
    }
    assert conda == {name: locked[name] for name in direct_dependencies()}


def test_lock_holds_what_the_project_asks_for():
    own = next(p for p in LOCK["package"] if p["name"] == PROJECT["project"]["name"])
    locked = {canonicalize_name(d["name"]) for d in own["metadata"]["requires-dist"]}
    extras = PROJECT["project"]["optional-dependencies"].values()
    extra = {canonicalize_name(Requirement(d).name) for named in extras for d in named}
    assert locked == direct_dependencies() | extra


@pytest.mark.parametrize(
    "file", ["Makefile", ".ci/run", "environment.yml", "pyproject.toml", "uv.txt"]
)
def test_text_files_have_unix_line_ends(file):
    assert b"\r" not in (ROOT / file).read_bytes()


def test_uv_is_pinned_with_hashes_and_builds_the_project_itself():
    """What installs everything is the file that was meant, and nothing else is fetched to build."""
    pinned = (ROOT / "uv.txt").read_text(encoding="utf-8")
    (version,) = re.findall(r"^uv==(\S+) ", pinned, re.MULTILINE)
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", pinned)) > 10  # one a platform
    assert PROJECT["build-system"]["requires"] == [f"uv_build=={version}"]
    assert importlib.metadata.version("uv") == version


def test_make_uses_the_pinned_uv_and_never_fetches_a_python():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "pip install --quiet --disable-pip-version-check --require-hashes -r uv.txt" in makefile
    assert "UV_PYTHON_DOWNLOADS := never" in makefile


def test_only_the_readme_says_how_the_command_is_called():
    listed = subprocess.run(
        ["git", "grep", "-lF", ".venv/bin/ikt", "--", ":!tests/test_environment.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert listed.splitlines() == ["README.md"]
    assert (ROOT / "README.md").read_text(encoding="utf-8").count(".venv/bin/ikt") == 1


def test_what_is_cleaned_is_no_report(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    reports = tmp_path / "reports" / "region", tmp_path / "reports" / "region-2025-06-01"
    for folder in (*reports, tmp_path / ".venv", tmp_path / "inputs" / "region"):
        folder.mkdir(parents=True)
    subprocess.run(["make", "clean"], cwd=tmp_path, capture_output=True, check=True)
    assert all(folder.is_dir() for folder in reports)
    assert not (tmp_path / ".venv").exists()
