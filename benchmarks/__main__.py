"""Runs the benchmarks that need nothing but this checkout, one after the other; those that take minutes by their name.

Run: make bench (or python -m benchmarks), or python -m benchmarks throughput latency endurance export_speed
The matcher beside its peers needs messages with known topics: python -m benchmarks.faq_quality --eval-dir FOLDER
"""

import argparse
import subprocess
import sys

SHORT = ("first_answer", "faq_speed", "flow_speed", "durability")
LONG = ("throughput", "latency", "endurance", "desk_speed", "export_speed")


def main() -> int:
    """Run each in a process of its own, so that none pays for another's memory."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", help=f"among {', '.join(SHORT + LONG)}; the first {len(SHORT)} if none")
    worst = 0
    for name in parser.parse_args().names or SHORT:
        if name not in SHORT + LONG:
            parser.error(f"there is no benchmark {name}")
        print(f"\n## benchmarks.{name}\n", flush=True)
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False)
        worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
