"""The private PostgreSQL, for real: started, shared, killed, and started again."""

import os
import select
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from runner import accounts, cluster, database, sockets
from runner.places import SOURCE, Home

USER = """
    import sys
    from pathlib import Path
    from runner import database
    from runner.places import Home

    with database.in_use(Home(Path(sys.argv[1]))):
        print("in use", flush=True)
        sys.stdin.read()
    print("left", flush=True)
"""

Join = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def join(used_home: Home) -> Iterator[Join]:
    """Start another command that uses the database until its standard input ends."""
    users: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        users.append(command_on(used_home))
        assert users[-1].stdout
        assert users[-1].stdout.readline() == "in use\n"
        return users[-1]

    yield start
    for user in users:
        user.kill()
        user.communicate()
    assert gone(used_home)


def command_on(home: Home) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(USER), str(home.folder)],
        env={"PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(home: Home, question: str) -> object:
    with psycopg.connect(sockets.address(home)) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


def answered(home: Home) -> object:
    """What the table says that was written before the kill; None while nobody answers."""
    try:
        return answer(home, "SELECT one FROM acknowledged")
    except psycopg.OperationalError:
        return None


def processes_of(home: Home) -> list[str]:
    """The keeper and the server of a home folder, if they are there."""
    shown = subprocess.run(
        ["ps", "axww", "-o", "command="], capture_output=True, text=True, check=True
    )
    lines = [line for line in shown.stdout.splitlines() if str(home.folder) in line]
    return [line for line in lines if "runner.keeper" in line or " -D " in line]


def gone(home: Home, patience: float = 5) -> bool:
    """Wait until no process is left, and tell whether that came to pass."""
    deadline = time.monotonic() + patience
    while (left := processes_of(home)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not left


def postmaster(home: Home) -> int:
    return int((home.folder / "database" / "postmaster.pid").read_text().split()[0])


def test_it_serves_and_leaves_nothing_behind_but_the_data(used_home: Home) -> None:
    with database.in_use(used_home) as used:
        assert used.is_private
        with psycopg.connect(used.owner_address) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 'Zoë' AS name")
        assert answer(used_home, "SELECT current_setting('listen_addresses')") == ""
        assert answer(used_home, "SELECT encoding FROM pg_database LIMIT 1") == 6  # UTF8
        assert sockets.folder_of(used_home).stat().st_mode & 0o777 == 0o700
    assert processes_of(used_home) == []
    assert not sockets.folder_of(used_home).exists()
    with database.in_use(used_home):
        assert answer(used_home, "SELECT name FROM kept") == "Zoë"


def test_two_share_it_until_the_last_one_leaves(used_home: Home, join: Join) -> None:
    first = join()
    number = postmaster(used_home)
    second = join()
    first.communicate("")
    assert answer(used_home, "SELECT 1") == 1
    assert postmaster(used_home) == number
    second.communicate("")
    assert processes_of(used_home) == []


def test_killing_one_of_two_leaves_the_server_to_the_other(used_home: Home, join: Join) -> None:
    first, second = join(), join()
    first.kill()
    time.sleep(0.3)
    assert answer(used_home, "SELECT 1") == 1
    second.kill()
    assert gone(used_home)


def test_after_everything_was_killed_it_recovers(used_home: Home, join: Join) -> None:
    user = join()
    with psycopg.connect(sockets.address(used_home)) as connection:
        connection.execute("CREATE TABLE written AS SELECT 1 AS one")
    user.kill()
    os.kill(postmaster(used_home), signal.SIGKILL)
    with database.in_use(used_home):
        assert answer(used_home, "SELECT one FROM written") == 1


def test_a_server_that_is_killed_comes_back_to_its_users(used_home: Home, join: Join) -> None:
    join()
    with psycopg.connect(sockets.address(used_home)) as connection:
        connection.execute("CREATE TABLE acknowledged AS SELECT 1 AS one")
    killed = postmaster(used_home)
    os.kill(killed, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while (found := answered(used_home)) != 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert found == 1
    assert postmaster(used_home) != killed


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties a child to its parent")
def test_the_server_ends_with_its_keeper(used_home: Home, join: Join) -> None:
    join()
    server = postmaster(used_home)
    keeper = int(Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(keeper, signal.SIGKILL)
    assert gone(used_home)
    with database.in_use(used_home):
        assert answer(used_home, "SELECT 1") == 1


def test_a_number_that_another_process_got_does_not_stop_it(used_home: Home) -> None:
    with database.in_use(used_home):
        left = used_home.folder / "database" / "postmaster.pid"
        note = left.read_text()
    owner = left.parent.stat()
    as_owner = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    with (
        subprocess.Popen(["sleep", "60"], **as_owner) as stranger,
        subprocess.Popen(["true"], **as_owner) as zombie,  # for nobody waits for it yet
    ):
        for process in (stranger, zombie):
            left.write_text("\n".join([str(process.pid), *note.splitlines()[1:]]) + "\n")
            os.chown(left, owner.st_uid, owner.st_gid)
            with database.in_use(used_home):
                assert answer(used_home, "SELECT 1") == 1
        stranger.kill()


def test_starting_several_at_once_makes_one_server(used_home: Home) -> None:
    users = [command_on(used_home) for _ in range(3)]
    said = [user.communicate("", timeout=60)[0] for user in users]
    assert said == ["in use\nleft\n"] * 3
    assert gone(used_home)


@pytest.mark.parametrize("moment", [0.15, 0.6])
def test_killed_while_it_makes_the_data_it_leaves_no_process_and_starts_again(
    home: Home, moment: float
) -> None:
    with command_on(home) as user:
        time.sleep(moment)
        user.kill()
    assert gone(home)
    with database.in_use(home):
        assert answer(home, "SELECT 1") == 1


def test_a_throw_away_one_is_gone_afterwards() -> None:
    with database.for_one_run() as (home, used):
        assert used.is_private
        assert answer(home, "SELECT current_setting('fsync')") == "off"
    assert not home.folder.exists()
    assert processes_of(home) == []


def test_data_go_elsewhere_when_the_servers_user_cannot_enter_the_home_folder(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ELSEWHERE", tmp_path / "elsewhere")
    monkeypatch.setattr(cluster.Account, "can_enter", lambda *_: False)
    told: list[str] = []
    place = cluster.Cluster(home, Path("/"), throw_away=False, tell=told.append)._place()
    assert place.parent == tmp_path / "elsewhere"
    assert (home.folder / "database").readlink() == place / "database"
    assert str(place) in told[0]


def test_a_database_of_ones_own_is_taken_as_it_is(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:secret@elsewhere/waymark")
    with database.in_use(home) as used:
        assert used.address == "postgresql://somebody:secret@elsewhere/waymark"
        assert not used.is_private
        assert "secret" not in used.identity
    assert list(home.folder.iterdir()) == []


def test_a_keeper_that_goes_before_it_lets_anybody_in_is_followed_by_another(
    used_home: Home,
) -> None:
    sockets.make(used_home, accounts.for_database(used_home.folder))
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(sockets.keeper_socket(used_home)))
        door.listen()
        user = command_on(used_home)
        assert select.select([door], [], [], 60)[0]
    assert user.communicate("", timeout=60)[0] == "in use\nleft\n"
    assert gone(used_home)
