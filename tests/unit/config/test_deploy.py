"""The files of deploy/ say what docs/operate.md says."""

import re

import pytest

from runner.places import ROOT

DEPLOY, OPERATE = ROOT / "deploy", (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
UNITS = {path.name: path.read_text() for path in DEPLOY.glob("*.service")}


@pytest.mark.parametrize("name", ["waymark.env", "owner.env"])
def test_every_setting_is_explained(name):
    told = re.findall(r"^([A-Z_]+)=", (DEPLOY / name).read_text(), re.MULTILINE)
    assert told
    missing = [one for one in told if f"`{one}`" not in OPERATE]
    assert not missing


def test_every_file_is_named_in_the_recipe():
    for path in DEPLOY.iterdir():
        named = path.name if path.suffix != ".service" else "waymark*.service"
        assert named in OPERATE, path.name


def test_what_serves_is_never_told_who_owns_the_tables():
    told = {name for name, unit in UNITS.items() if "/etc/waymark/owner.env" in unit}
    assert told == {"waymark-migrate.service", "waymark-backup.service"}
    assert "DATABASE_OWNER_URL" not in (DEPLOY / "waymark.env").read_text()


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_no_unit_has_rights_of_its_own_on_the_machine(unit):
    for line in ("User=waymark", "CapabilityBoundingSet=", "NoNewPrivileges=yes"):
        assert line in unit.splitlines()
