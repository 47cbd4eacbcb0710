"""Runs the benchmarks that need nothing but this checkout, one after the other.

Run: make bench (or python -m benchmarks). The matcher beside its peers needs messages with known topics:
python -m benchmarks.faq_quality --eval-dir FOLDER
"""

import subprocess
import sys

BENCHMARKS = ("benchmarks.first_answer", "benchmarks.faq_speed")


def main() -> int:
    """Run each in a process of its own, so that none pays for another's memory."""
    worst = 0
    for name in BENCHMARKS:
        print(f"\n## {name}\n", flush=True)
        worst = max(worst, subprocess.run([sys.executable, "-m", name], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
