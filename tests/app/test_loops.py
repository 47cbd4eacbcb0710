"""A loop rests when there is nothing to do, wakes at once, and goes on after trouble."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.app.loops import Loop
from bot.app.ports import StorageUnavailable
from bot.app.telegram_ports import HeldBack
from tests.app.conftest import Diary


@dataclass
class Work:
    """Steps that do what they were told to, and then nothing."""

    plan: list[bool | Exception] = field(default_factory=list)
    steps: int = 0

    async def step(self) -> bool:
        self.steps += 1
        what = self.plan.pop(0) if self.plan else False
        if isinstance(what, Exception):
            raise what
        return what

    async def has_taken(self, steps: int) -> None:
        async with asyncio.timeout(5):
            while self.steps < steps:  # noqa: ASYNC110
                await asyncio.sleep(0.005)


async def test_a_loop_goes_on_as_long_as_there_is_something_and_then_rests(diary: Diary) -> None:
    work = Work([True, True, False])
    loop = Loop(work.step, diary, "Trouble.")
    running = asyncio.create_task(loop.run())
    await work.has_taken(3)
    await asyncio.sleep(0.05)
    assert work.steps == 3
    loop.wake()
    await work.has_taken(4)
    loop.finish()
    await running


async def test_a_loop_looks_by_itself_after_a_while(diary: Diary) -> None:
    work = Work()
    loop = Loop(work.step, diary, "Trouble.")
    running = asyncio.create_task(loop.run())
    await work.has_taken(2)
    loop.finish()
    await running


async def test_trouble_outside_is_told_and_over_when_it_is_over(diary: Diary) -> None:
    work = Work([StorageUnavailable("the disk is full"), HeldBack("flood", 0.01), ValueError("odd"), True])
    loop = Loop(work.step, diary, "Trouble.")
    running = asyncio.create_task(loop.run())
    await work.has_taken(4)
    loop.finish()
    await running
    assert diary.troubles[:2] == ["Trouble.", "Trouble."]
    assert diary.troubles[2].startswith("Trouble. ValueError at ")
    assert diary.over


async def test_a_loop_that_is_told_to_finish_ends_its_step_first(diary: Diary) -> None:
    gate = asyncio.Event()
    done = []

    async def step() -> bool:
        await gate.wait()
        done.append(True)
        return True

    loop = Loop(step, diary, "Trouble.")
    running = asyncio.create_task(loop.run())
    await asyncio.sleep(0.01)
    loop.finish()
    await asyncio.sleep(0.01)
    assert not running.done()
    gate.set()
    async with asyncio.timeout(5):
        await running
    assert done == [True]
