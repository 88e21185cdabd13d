"""Kill whole runs at random moments, finish each by another run, compare: a script of its own.

    python -m tests.kills.random_moments [KILLS] [SEED]

prints how far each had come, and fails at the first one that is not as an undisturbed run.
"""

from __future__ import annotations

import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.kills.runs import Yard, opened, phase


def kill_at_random(yard: Yard, kills: int, seed: int) -> Counter[str]:
    """Kill so many runs; give how many had come how far.

    The moments are spread over the time that an undisturbed run takes, one in each of
    `kills` equal parts of it, in random order.
    """
    chance = random.Random(seed)
    phases: Counter[str] = Counter()
    for part in chance.sample(range(kills), kills):
        moment = (part + chance.random()) / kills * yard.seconds

        def kill(moment: float = moment) -> int:
            child = yard.start(2, "killed")
            time.sleep(moment)
            code = child.kill(signal.SIGKILL)
            if not code:  # runs are quicker now than when one was measured
                yard.seconds = moment
            phases[phase(yard.output) if code else "ended before"] += 1
            return code

        try:
            yard.check_recovery(kill)
        except AssertionError as error:
            error.add_note(f"killed after {moment:.4f} s; seed {seed}, {dict(phases)}")
            raise
    return phases


def main(kills: int, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as yard:
        begun = time.monotonic()
        phases = kill_at_random(yard, kills, seed)
        each = (time.monotonic() - begun) / kills
    sys.stdout.write(
        f"{kills} kills within {yard.seconds:.2f} s of a run, seed {seed}: "
        f"{', '.join(f'{count} {name}' for name, count in phases.most_common())}; "
        f"{each:.2f} s a kill and recovery\n"
    )


if __name__ == "__main__":
    kills_and_seed = [int(text) for text in sys.argv[1:]]
    main(*(*kills_and_seed, *(100, random.randrange(10**6))[len(kills_and_seed) :]))
