"""The database is what the models say, guards included; generated pages are what the code does."""

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from waymark.config.management.commands import make_docs


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_every_guard_is_installed_and_current():
    """A changed workflow changes its guards, which makemigrations alone can miss."""
    found = {
        trigger.get_pgid(model): trigger.get_installation_status(model)
        for model, trigger in pgtrigger.registered()
    }
    assert len(found) > 30
    assert set(found.values()) == {("INSTALLED", True)}


@pytest.mark.django_db
def test_no_guard_has_a_switch():
    """Nothing that a session says turns a guard or the writing of row history off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'pgtrigger%' "
            "AND pronamespace = 'public'::regnamespace"
        )
        guards = dict(cursor.fetchall())
    assert len(guards) > 30
    assert [name for name, source in guards.items() if "ignore" in source] == []


@pytest.mark.django_db
def test_the_workflow_and_its_guards_agree():
    """What is final and first according to the database is what product.md says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'pgtrigger_tracker_%'"
        )
        guards = dict(cursor.fetchall())
    [final] = [source for name, source in guards.items() if "final_stays" in name]
    [begins] = [source for name, source in guards.items() if "begins_as_new" in name]
    assert "OLD.type = 'monitoring' AND OLD.status IN ('rejected', 'closed')" in final
    assert "NEW.type = 'monitoring' AND NEW.status IN ('new')" in begins


class TestGeneratedDocs:
    def test_they_are_current(self):
        call_command("make_docs", "--check")

    def test_one_that_is_not_is_named(self, tmp_path, monkeypatch, capsys):
        monkeypatch.setattr(make_docs, "DOCS", tmp_path / "docs")
        with pytest.raises(CommandError, match=r"docs/rules\.md, docs/permissions\.md"):
            call_command("make_docs", "--check")
        call_command("make_docs")
        assert "docs/workflows/monitoring.md" in capsys.readouterr().out
        call_command("make_docs", "--check")
        (tmp_path / "docs/rules.md").write_text("Something else")
        with pytest.raises(CommandError, match=r"Not current: docs/rules\.md\. Run"):
            call_command("make_docs", "--check")
