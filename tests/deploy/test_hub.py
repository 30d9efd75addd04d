"""The files an operator installs fit together, and fit the settings."""

import json
import re
import runpy
import shutil
import sys
from pathlib import Path

import pytest

from tests.architecture.test_documents import variables
from tests.deploy.programs import ROOT, run

HUB = ROOT / "deploy" / "hub"
UNITS = sorted([*HUB.glob("*.service"), *HUB.glob("*.timer")])
SCRIPTS = [HUB / "backup", HUB / "manage", HUB / "prepare"]
CI_SCRIPTS = [
    path
    for path in sorted((ROOT / ".ci").iterdir())
    if path.is_file() and path.read_bytes().startswith(b"#!/bin/bash")
]


def test_the_example_names_every_setting_and_no_other() -> None:
    example = (HUB / "atoll.env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?(ATOLL_\w+)=", example, re.M)) == variables()


@pytest.mark.parametrize("script", [*SCRIPTS, *CI_SCRIPTS], ids=lambda path: path.name)
def test_a_script_parses_can_be_run_and_stops_at_the_first_error(script: Path) -> None:
    assert run("/bin/bash", "-n", script).returncode == 0
    assert script.stat().st_mode & 0o111
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_what_a_unit_starts_is_in_the_repository(unit: Path) -> None:
    started = re.findall(r"^Exec\w+=/opt/atoll/(\S+)", unit.read_text(encoding="utf-8"), re.M)
    assert [path for path in started if ".venv" not in path and not (ROOT / path).exists()] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_understands_a_unit(unit: Path) -> None:
    program = shutil.which("systemd-analyze") or pytest.skip("no systemd here")
    told = run(program, "verify", unit).stderr.splitlines()
    assert [line for line in told if unit.name in line and "is not executable" not in line] == []


def test_the_service_has_no_rights_it_does_not_need() -> None:
    unit = (HUB / "atoll.service").read_text(encoding="utf-8")
    for line in (
        "User=atoll",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=",
    ):
        assert f"{line}\n" in unit


def test_caddy_understands_its_file() -> None:
    program = shutil.which("caddy") or pytest.skip("no Caddy here")
    done = run(program, "validate", "--adapter", "caddyfile", "--config", HUB / "Caddyfile")
    assert done.returncode == 0, done.stderr


def test_nginx_understands_its_file(tmp_path: Path) -> None:
    program = shutil.which("nginx") or pytest.skip("no nginx here")
    site = (HUB / "nginx.conf").read_text(encoding="utf-8")
    plain = re.sub(r" ssl http2|^ *ssl_.*$", "", site, flags=re.M)  # there is no certificate here
    (tmp_path / "site.conf").write_text(
        re.sub(r"listen (\[::\]:)?\d+", r"listen \g<1>18443", plain)
    )
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; events {{}} http {{ access_log off; include site.conf; }}"
    )
    done = run(program, "-t", "-e", "stderr", "-c", tmp_path / "nginx.conf")
    assert "syntax is ok" in done.stderr, done.stderr


@pytest.mark.parametrize("proxy", ["Caddyfile", "nginx.conf"])
def test_a_proxy_speaks_to_the_socket_the_service_opens(proxy: str) -> None:
    service = (HUB / "atoll.service").read_text(encoding="utf-8")
    socket = re.search(r"ATOLL_BIND=unix:(\S+)", service)
    assert socket is not None
    assert socket[1] in (HUB / proxy).read_text(encoding="utf-8")


def test_nginx_tells_the_scheme_and_address_itself() -> None:
    site = (HUB / "nginx.conf").read_text(encoding="utf-8")
    assert "proxy_set_header X-Forwarded-Proto https;" in site
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in site


def test_gunicorn_accepts_how_it_is_to_serve() -> None:
    gunicorn = Path(sys.executable).with_name("gunicorn")
    done = run(
        gunicorn,
        "--check-config",
        "--config",
        "deploy/serving.py",
        "learning.wsgi",
        DJANGO_SETTINGS_MODULE="learning.settings.test",
    )
    assert done.returncode == 0, done.stderr


def test_at_most_two_processes_serve_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("WEB_CONCURRENCY", raising=False)
    assert runpy.run_path(str(ROOT / "deploy" / "serving.py"))["workers"] in (1, 2)
    monkeypatch.setenv("WEB_CONCURRENCY", "3")
    assert runpy.run_path(str(ROOT / "deploy" / "serving.py"))["workers"] == 3


def test_the_container_runs_as_nobody_special_from_pinned_libraries() -> None:
    dockerfile = (HUB / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER atoll$", dockerfile, re.M)
    assert "--require-hashes" in dockerfile
    assert "HEALTHCHECK" in dockerfile
    assert set(re.findall(r"^FROM (\S+)", dockerfile, re.M)) == {"python:3.11-slim"}


def test_the_containers_health_check_is_a_program() -> None:
    dockerfile = (HUB / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    check = re.search(r"^HEALTHCHECK .*? CMD (\[.+\])$", dockerfile, re.M)
    assert check is not None
    program, option, source = json.loads(check[1])
    assert (program, option) == ("python", "-c")
    compile(source, "HEALTHCHECK", "exec")


def test_the_container_holds_every_package() -> None:
    dockerfile = (HUB / "Dockerfile").read_text(encoding="utf-8")
    for package in ("learning", "courses", "toolkits", "media", "templates"):
        assert f"COPY {package} {package}\n" in dockerfile


@pytest.mark.parametrize("command", ["migrate", "lrs_client"])
def test_a_disk_that_is_not_mounted_is_told_and_no_hub_is_made(
    command: str, tmp_path: Path
) -> None:
    missing = tmp_path / "disk"
    known = {"ATOLL_VAR": str(missing), "ATOLL_SECRET_KEY": "k" * 50, "ATOLL_HTTPS": "0"}
    told = run(sys.executable, "manage.py", command, "--list" if "_" in command else "-v0", **known)
    assert told.returncode == 1
    assert told.stderr.startswith(f"There is no folder {missing}")
    assert "Traceback" not in told.stderr
    assert not missing.exists()
