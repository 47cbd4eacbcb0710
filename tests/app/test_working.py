"""Work that takes longer than a turn is done once, told of, taken up again after failures, and given up with a word."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.sheets.tables import FileTables
from bot.adapters.storage.store import SqlStore
from bot.app.job_ports import FileKind, TooLarge
from bot.app.ports import Sent, StorageUnavailable
from bot.app.telegram_ports import ChatMoved, HeldBack, Postponed, Refused
from bot.app.working import FIRST_PAUSE, LONGEST_HOLD, SENDS, TRIES, TROUBLE, Worker
from bot.core.figures import Figures
from bot.core.messages import Commanded, Incoming, Place, Turn
from bot.core.session import Session
from bot.rehearsal.memory import ZONE
from bot.rehearsal.person import STAFF_CHAT
from tests.adapters.storage.samples import keep, opening
from tests.app.conftest import ANA, QUESTION, Clock, Diary, Office
from tests.shipped import shipped_knowledge


@dataclass
class Postman:
    """Notes the files that it brings, and fails as it was told to, once for each failure."""

    brought: list[tuple[int, FileKind, str, str]] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    async def send(self, address: int, kind: FileKind, path: Path, caption: str) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.brought.append((address, kind, path.name, caption))

    @property
    def names(self) -> list[str]:
        return [name for _, _, name, _ in self.brought]


@dataclass
class Sketcher:
    """Draws nothing in particular, and fails as it was told to, once for each failure."""

    failures: list[Exception] = field(default_factory=list)

    def draw(self, figures: Figures, path: Path) -> None:
        if self.failures:
            raise self.failures.pop(0)
        path.write_bytes(b"picture")


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
def sketcher() -> Sketcher:
    return Sketcher()


@pytest.fixture
def worker(office: Office, postman: Postman, sketcher: Sketcher, clock: Clock, diary: Diary) -> Worker:
    knowledge, tables = shipped_knowledge(), FileTables()
    return Worker(
        knowledge, office.store, postman, tables, sketcher, clock, ZONE, diary, office.wake, pause=0.001, told_every=0.0
    )


@pytest.fixture
async def busy(office: Office) -> Office:
    """An office that one request has come to."""
    await office.say(*QUESTION, "send it")
    return office


async def command(office: Office, name: str, argument: str = "") -> None:
    """Let Ana type a command in the group, and deliver whatever is said there so far."""
    await office.put(Incoming(STAFF_CHAT, Place.STAFF, ANA, Commanded(name, argument)))
    await office.handle()
    await heard(office)


async def heard(office: Office) -> list[str]:
    """Deliver what the group is told, and give the texts."""
    texts: list[str] = []
    async with office.store.deliver() as outbox:
        assert outbox is not None
        while due := await outbox.due(office.clock.now, 100):
            texts += [each.post.text for each in due if each.post.chat == STAFF_CHAT]
            await outbox.settle([Sent(each, each.id) for each in due], office.clock.now)
    return texts


async def test_there_is_nothing_to_do_where_nobody_asked(worker: Worker) -> None:
    assert not await worker.step()


async def test_an_export_brings_both_files_and_says_so(busy: Office, worker: Worker, postman: Postman) -> None:
    await command(busy, "export")
    assert await worker.step()
    assert postman.names == ["demandes-2026-01-12.xlsx", "demandes-2026-01-12.csv"]
    assert {address for address, *_ in postman.brought} == {STAFF_CHAT}
    assert await heard(busy) == ["📤 The table is ready: 1 request."]
    assert not await worker.step()


async def test_an_export_of_nothing_says_so(busy: Office, worker: Worker, postman: Postman) -> None:
    await command(busy, "export", "2025")
    await worker.step()
    assert postman.names == []
    assert await heard(busy) == ["📤 There is no request to export."]


async def test_a_long_export_tells_how_far_it_is(office: Office, worker: Worker) -> None:
    effects = tuple(opening(f"VW-2026-{number:04}", draft=number) for number in range(1, 502))
    await keep(office.store, Turn(Session(), (), effects))
    await command(office, "export")
    await worker.step()
    assert await heard(office) == [
        "📤 I am preparing the table: 500 of 501 requests…",
        "📤 The table is ready: 501 requests.",
    ]


async def test_figures_come_as_a_picture_with_a_text(busy: Office, worker: Worker, postman: Postman) -> None:
    await command(busy, "stats", "2")
    await worker.step()
    ((address, kind, name, caption),) = postman.brought
    assert (address, kind, name) == (STAFF_CHAT, FileKind.PHOTO, "figures.png")
    assert "1 request received" in caption
    assert await heard(busy) == ["📊 The figures are ready: 1 request."]


async def test_figures_of_nothing_are_a_text(office: Office, worker: Worker, postman: Postman) -> None:
    await command(office, "stats")
    await worker.step()
    assert postman.names == []
    assert "nothing to show" in (await heard(office))[0]


@pytest.mark.parametrize(("name", "files"), [("export", ["demandes-2026-01-12.csv"]), ("stats", [])])
async def test_what_a_dead_process_has_sent_is_not_sent_again(
    busy: Office, worker: Worker, postman: Postman, name: str, files: list[str]
) -> None:
    await command(busy, name)
    async with busy.store.work() as jobs:
        assert jobs is not None
        taken = await jobs.take(busy.clock.now)
        assert taken is not None
        await jobs.note_sent(taken, 1)
    await worker.step()
    assert postman.names == files
    assert "ready" in (await heard(busy))[0]


async def test_another_process_that_works_is_left_alone(busy: Office, worker: Worker, postman: Postman) -> None:
    await command(busy, "export")
    async with busy.store.work():
        assert not await worker.step()
    assert postman.names == []


async def test_telegrams_pauses_and_failures_are_waited_for(busy: Office, worker: Worker, postman: Postman) -> None:
    await command(busy, "stats")
    postman.failures = [HeldBack("slow down", 0.001), Postponed("unreachable"), ChatMoved(-1009)]
    await worker.step()
    assert [address for address, *_ in postman.brought] == [-1009]


async def test_files_go_to_the_id_that_the_group_has_now(busy: Office, worker: Worker, postman: Postman) -> None:
    await command(busy, "stats")
    async with busy.store.inbox.claim(busy.clock.now, 1) as claim:
        await claim.note_move(STAFF_CHAT, -1008)
    await worker.step()
    assert [address for address, *_ in postman.brought] == [-1008]


@pytest.mark.parametrize(
    "failures",
    [
        [Refused("no")],
        [Postponed("unreachable")] * SENDS,
        [HeldBack("slow down", 0.001)] * SENDS,
        [ChatMoved(-1009)] * SENDS,
    ],
    ids=["refused", "unreachable", "held back", "moved"],
)
async def test_what_fails_is_begun_again_after_a_pause(
    busy: Office, worker: Worker, postman: Postman, clock: Clock, diary: Diary, failures: list[Exception]
) -> None:
    await command(busy, "export")
    postman.failures = list(failures)
    assert await worker.step()
    assert diary.troubles == [TROUBLE]
    assert not await worker.step()
    clock.now += FIRST_PAUSE
    assert await worker.step()
    assert len(postman.names) == 2


async def test_a_long_pause_that_telegram_asks_for_is_kept(
    busy: Office, worker: Worker, postman: Postman, clock: Clock
) -> None:
    await command(busy, "stats")
    postman.failures = [HeldBack("slow down", LONGEST_HOLD + 240)]
    await worker.step()
    clock.pass_by(seconds=LONGEST_HOLD + 239)
    assert not await worker.step()
    clock.pass_by(seconds=1)
    assert await worker.step()
    assert postman.names == ["figures.png"]


async def test_after_some_tries_the_group_is_told(
    busy: Office, worker: Worker, sketcher: Sketcher, clock: Clock, postman: Postman
) -> None:
    await command(busy, "stats")
    sketcher.failures = [MemoryError()] * TRIES
    for _ in range(TRIES):
        assert await heard(busy) == []
        assert await worker.step()
        clock.now += timedelta(minutes=5)
    assert "Try again later with /stats" in (await heard(busy))[0]
    assert not await worker.step()
    await command(busy, "stats")
    await worker.step()
    assert postman.names == ["figures.png"]


async def test_work_that_kills_its_process_each_time_is_not_begun_for_ever(
    busy: Office, worker: Worker, postman: Postman
) -> None:
    await command(busy, "export")
    for _ in range(TRIES):
        async with busy.store.work() as jobs:
            assert jobs is not None
            await jobs.take(busy.clock.now)
    await worker.step()
    assert postman.names == []
    assert "/export" in (await heard(busy))[0]


async def test_a_table_that_telegram_does_not_take_is_told_with_what_helps(
    busy: Office, worker: Worker, postman: Postman
) -> None:
    await command(busy, "export")
    postman.failures = [TooLarge("too large")]
    await worker.step()
    assert "/export 2026" in (await heard(busy))[0]


async def test_a_database_in_trouble_leaves_the_work_in_line(
    busy: Office, worker: Worker, sketcher: Sketcher, store: SqlStore
) -> None:
    await command(busy, "stats")
    sketcher.failures = [StorageUnavailable("the disk is full")]
    with pytest.raises(StorageUnavailable):
        await worker.step()
    assert await store.has_work(busy.clock.now)
