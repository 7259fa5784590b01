"""Operations are the only door for writes: each takes its actor and is one transaction."""

import ast

import pytest

from tests.architecture.sources import SRC, imports_of, modules, named, tree_of

# Nobody is signed in: the command line, the worker, somebody with a single-use link, or coming in.
WITHOUT_ACTOR = {
    "address_changes.deliver_to_the_former_address",
    "recounting.recount_clocks",
    "file_upkeep.scan_held_files",
    "file_upkeep.sweep_staged_files",
    "invitations.deliver_invitation",
    "kept_forms.sweep_kept_forms",
    "packs.begin_pack",
    "packs.give_up_pack",
    "packs.note_pack_progress",
    "passwords.ask_for_reset",
    "passwords.choose_password",
    "passwords.deliver_reset",
    "people.create_administrator",
    "people.set_password",
    "signing_in.admit_by_single_sign_on",
    "signing_in.note_failed_sign_in",
    "signing_in.note_second_step",
    "signing_in.note_sign_in",
    "signing_in.sweep_failures",
}
# They write nothing.
READ_ONLY = {
    "address_changes.deliver_to_the_former_address",
    "documents.staged_files",
    "notices.preview_notice",
    "notices.preview_pdf",
    "notices.what_stops_a_notice",
    "invitations.deliver_invitation",
    "trackers.create_tracker",
}
ROOMS_WITHOUT_A_CLOCK = [
    "kernel",
    "audit",
    "people",
    "programmes",
    "participants",
    "documents",
    "plans",
    "trackers",
    "sanctions",
    "operations",
]
PLAIN_READS = {"waymark.operations.activity_writes.draft_of"}
WRITES = {"create", "bulk_create", "update", "bulk_update", "delete", "save", "update_or_create"}


def functions():
    for path in modules(SRC / "operations"):
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{path.stem}.{node.name}", node


def is_operation(name, node):
    """It takes the actor by name; the inner halves of operations, for one row or many, do not."""
    named_only = [one.arg for one in node.args.kwonlyargs]
    return name in WITHOUT_ACTOR or "actor" in named_only


FUNCTIONS = dict(functions())
OPERATIONS = {name: node for name, node in FUNCTIONS.items() if is_operation(name, node)}
INNER = sorted(FUNCTIONS.keys() - OPERATIONS.keys())


def source_of(node):
    return ast.unparse(node)


def test_what_is_named_here_is_there():
    assert FUNCTIONS.keys() >= WITHOUT_ACTOR | READ_ONLY
    assert {"marking.mark_not_complete", "trackers.save_tracker"} <= OPERATIONS.keys()


@pytest.mark.parametrize("name", sorted(OPERATIONS))
class TestOperation:
    def test_says_in_one_sentence_what_it_does(self, name):
        assert ast.get_docstring(OPERATIONS[name])

    def test_takes_everything_by_name_and_the_actor_first(self, name):
        arguments = OPERATIONS[name].args
        assert not arguments.args
        assert not arguments.posonlyargs
        assert not arguments.vararg
        assert not arguments.kwarg
        if name not in WITHOUT_ACTOR:
            first = arguments.kwonlyargs[0]
            assert (first.arg, ast.unparse(first.annotation)) == ("actor", "Actor")

    def test_is_one_transaction_under_its_own_name(self, name):
        function = name.partition(".")[2]
        source = source_of(OPERATIONS[name])
        if name in READ_ONLY:
            assert "acting_as" not in source
            return
        one_transaction = (
            source.startswith("@transaction.atomic")
            or f"acting_as(actor, '{function}')" in source
            or "transaction.atomic()" in source
        )
        assert one_transaction

    def test_asks_who_may(self, name):
        if name not in WITHOUT_ACTOR | {"documents.staged_files"}:
            assert "require(actor, " in source_of(OPERATIONS[name])


@pytest.mark.parametrize("name", INNER)
def test_an_inner_half_works_in_the_transaction_of_its_caller(name):
    """It is not an operation: it opens no transaction, and asks nobody who may."""
    source = source_of(FUNCTIONS[name])
    assert "acting_as(" not in source
    assert "atomic" not in source
    assert "require(" not in source


@pytest.mark.parametrize("room", ["web", "jobs", "config", "reporting"])
def test_only_imports_reach_the_inner_halves(room):
    """Pages, jobs and commands call operations; what else they take from there writes nothing."""
    inner = {f"waymark.operations.{name}" for name in INNER} - PLAIN_READS
    for path in modules(SRC / room):
        assert not inner & set(imports_of(path)), named(path)


def test_what_is_said_to_write_nothing_writes_nothing():
    for name in READ_ONLY:
        called = {
            node.func.attr
            for node in ast.walk(OPERATIONS[name])
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert not called & WRITES, name


@pytest.mark.parametrize("room", ROOMS_WITHOUT_A_CLOCK)
def test_time_is_passed_in(room):
    """Nobody below the pages reads the clock; `now` comes from there."""
    for path in modules(SRC / room):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in {
                    "timezone.now",
                    "datetime.now",
                    "datetime.utcnow",
                    "date.today",
                    "timezone.localdate",
                    "time.time",
                }, f"{named(path)}:{node.lineno}"


@pytest.mark.parametrize("room", ["web", "reporting", "jobs"])
def test_nothing_is_written_past_the_operations(room):
    for path in modules(SRC / room):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                is_table = ".objects" in ast.unparse(node.func)
                assert not (is_table and node.func.attr in WRITES), f"{named(path)}:{node.lineno}"
