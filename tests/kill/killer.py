"""Ends the bot's processes with signal 9 at random moments, and starts them again at once."""

import asyncio
import random
import signal
from dataclasses import dataclass

from tests.crew import BotProcess


@dataclass
class Killer:
    """Strikes so many times; `early` of the strikes hit a process that is only just starting."""

    crew: list[BotProcess]
    wanted: int
    dice: random.Random
    pause: float = 2.0
    early: float = 0.15
    kills: int = 0

    async def run(self) -> None:
        """Strike until it is enough; every process runs at the end."""
        while self.kills < self.wanted:
            await asyncio.sleep(self.dice.uniform(0.05, self.pause))
            victim = self.dice.choice(self.crew)
            await self._kill(victim)
            if self.dice.random() < self.early and self.kills < self.wanted:
                await asyncio.sleep(self.dice.uniform(0.05, 0.8))
                await self._kill(victim)
            await victim.ready()

    async def _kill(self, victim: BotProcess) -> None:
        await victim.end(signal.SIGKILL)
        self.kills += 1
        await victim.launch()
