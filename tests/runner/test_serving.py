"""Taking the address, supervising what serves, and clearing up after a kill."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time

import pytest

from runner import leftovers, listening, serve
from runner.messages import CannotGoOn
from runner.places import SOURCE, Home
from runner.processes import command_line
from runner.supervise import Service


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def test_a_free_port_is_taken_on_every_address_of_localhost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORT", "0")
    listeners, address = listening.take()
    port = listeners[0].getsockname()[1]
    assert address == f"http://localhost:{port}"
    for listener in listeners:
        assert listener.getsockname()[1] == port
        socket.create_connection(listener.getsockname()[:2]).close()
        listener.close()


def test_a_port_in_use_is_told_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        with pytest.raises(CannotGoOn, match="is in use by another program"):
            listening.take()


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "http"), ("PORT", "70000"), ("HOST", "192.0.2.1")]
)
def test_an_address_that_cannot_be_is_told_plainly(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(CannotGoOn, match=f"{name}={value}"):
        listening.take()


@pytest.mark.parametrize("told", ["two", "0", "-1", "9999"])
def test_so_is_how_many_processes_serve(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", told)
    with pytest.raises(CannotGoOn, match=f"WEB_CONCURRENCY={told}: say a whole number from 1"):
        serve.serve(demo=False)


SUPERVISOR = """
    import os, sys
    from runner.supervise import Service, Supervisor

    service = Service("clock", [sys.executable, "-c", {program!r}], {patience}, is_up={is_up})
    print("ended", Supervisor([service], dict(os.environ)).run(), flush=True)
"""


def supervise(program: str, *, patience: float = 5, is_up: bool = True) -> subprocess.Popen[str]:
    """Supervise a Python program in a process of its own, as `./run` does."""
    text = SUPERVISOR.format(program=program, patience=patience, is_up=is_up)
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(text)],
        env={"PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def line_of(supervisor: subprocess.Popen[str]) -> str:
    """The next line on standard error, where what the service prints goes too."""
    assert supervisor.stderr
    return supervisor.stderr.readline().strip()


def runs(pid: int) -> bool:
    return command_line(pid) != ""


def ends(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while runs(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not runs(pid)


TELL_PID = "import os, time; print(os.getpid(), flush=True); "


def test_ctrl_c_stops_what_is_supervised() -> None:
    supervisor = supervise(TELL_PID + "time.sleep(60)")
    pid = int(line_of(supervisor))
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.communicate(timeout=5)[0] == "ended \n"
    assert not runs(pid)


def test_what_will_not_stop_is_killed() -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    supervisor = supervise(deaf + TELL_PID + "time.sleep(60)", patience=0.3)
    pid = int(line_of(supervisor))
    supervisor.terminate()
    assert supervisor.communicate(timeout=5)[0] == "ended \n"
    assert not runs(pid)


def test_what_dies_is_started_again() -> None:
    supervisor = supervise(TELL_PID + "time.sleep(60)")
    first = int(line_of(supervisor))
    os.kill(first, signal.SIGKILL)
    assert line_of(supervisor) == "The clock ended (-9); it starts again in 1 s."
    assert int(line_of(supervisor)) != first
    supervisor.terminate()
    supervisor.communicate(timeout=5)


def test_what_says_that_a_setting_is_wrong_is_not_started_again() -> None:
    supervisor = supervise("import sys; sys.stderr.write('WAYMARK_X is wrong'); sys.exit(2)")
    told, errors = supervisor.communicate(timeout=5)
    assert told == "ended The clock does not start\n"
    assert errors == "WAYMARK_X is wrong"


def test_the_pause_grows_with_each_failure_in_a_row() -> None:
    service = Service("clock", [], 1)
    pauses = []
    for _ in range(8):
        service.changed_at = time.monotonic()
        service.note_death()
        pauses.append(round(service.due_at - service.changed_at))
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    service.changed_at = time.monotonic() - 61
    service.note_death()
    assert round(service.due_at - service.changed_at) == 1


def test_what_never_comes_up_is_given_up() -> None:
    supervisor = supervise("raise SystemExit(3)", is_up=False)
    assert supervisor.communicate(timeout=5)[0] == "ended The clock does not start\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties a child to its parent")
def test_what_is_supervised_ends_when_we_are_killed() -> None:
    supervisor = supervise(TELL_PID + "time.sleep(60)")
    pid = int(line_of(supervisor))
    supervisor.kill()
    supervisor.communicate()
    assert ends(pid)


def test_the_next_start_ends_what_a_kill_has_left(home: Home) -> None:
    ours = python("import time; time.sleep(60)  # waymark.config")
    with (
        subprocess.Popen(ours, process_group=0) as orphan,
        subprocess.Popen(["sleep", "60"], process_group=0) as stranger,
        subprocess.Popen(ours, process_group=0) as child_of_another,
    ):
        lists = home.folder / "processes"
        lists.mkdir()
        (lists / "dead").write_text(f"{orphan.pid}\n{stranger.pid}\n")
        with (lists / "alive").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            held.write(f"{child_of_another.pid}\n")
            held.flush()
            with leftovers.noted(home):
                names = {path.name for path in lists.iterdir()}
                states = [orphan.wait(5), stranger.poll(), child_of_another.poll()]
        stranger.kill()
        child_of_another.kill()
    assert names == {"alive", str(os.getpid())}
    assert states == [-signal.SIGKILL, None, None]


@pytest.mark.parametrize(
    ("program", "code"),
    [("", 0), ("raise SystemExit(3)", 3), ("import os; os.kill(os.getpid(), 9)", 128 + 9)],
)
def test_a_command_in_the_foreground_gives_its_exit_code(program: str, code: int) -> None:
    text = f"""
        import os, sys
        from runner.supervise import in_the_foreground
        sys.exit(in_the_foreground([sys.executable, "-c", {program!r}], dict(os.environ)))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(text)],
        env={"PYTHONPATH": str(SOURCE)},
        check=False,
    )
    assert done.returncode == code
