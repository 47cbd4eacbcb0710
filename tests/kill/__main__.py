"""The long form of the kill test: every set-up, 40 chats, at least 30 kills each. Run: make test-kill."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.kill.setups import SETUPS
from tests.kill.trial import Count, Wish, faults_of, go_through, show_table
from tests.postgres import PostgresServer


def main() -> int:
    """Go through the set-ups, print the table, and end with 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("setups", nargs="*", default=list(SETUPS), help=f"among {', '.join(SETUPS)}")
    parser.add_argument("--chats", type=int, default=40)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    wish = Wish(given.chats, given.kills, decisions=2, pace=0.8, seed=given.seed)
    counts: dict[str, Count] = {}
    wrong: list[str] = []
    with PostgresServer() as server:
        for key in given.setups:
            setup = SETUPS[key]
            with tempfile.TemporaryDirectory(prefix="guichet-kill-") as folder:
                url = server.new_database() if setup.postgres else f"sqlite:///{Path(folder) / 'desk.db'}"
                count = asyncio.run(go_through(setup, url, Path(folder), wish))
                counts[setup.name] = count
                found = [f"{setup.name}: {fault}" for fault in faults_of(count)]
                wrong += found
                print(
                    f"{setup.name}: {count.kills} kills in {count.seconds} s, {len(found)} faults", *found, sep="\n- "
                )
    print(show_table(counts))
    for fault in wrong:
        print(f"- {fault}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
