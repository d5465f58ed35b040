"""The cost model of docs/scale.md: predicted times from measured points, and a simulation of stragglers and retries.

    python3 bench/scale.py
"""
import heapq
import random

# Measured: see docs/scale.md.
ROW = [0.93e-6, 1.11e-6, 0.69e-6, 0.70e-6]       # processor seconds a row of each pass, ten classes, FL101, FL301 and FL302 together
START = 0.9                                      # processor seconds of a process before it reads
MERGE = [13.2e-3, 3.7e-3, 2.2e-3, 0.1e-3]        # seconds a state
SAMPLE = [0.6e-6, 1.5e-6]                        # processor seconds a row: 306 and 1,221 row groups
BOUND = [8.1e6, 3.2e6, 1.7e6, 0.1e6]             # bytes of a state before it is deflated: it never takes more


def predicted(rows, shards, threads=16):
    passes = sum(START + rows / shards * row + shards * merge for row, merge in zip(ROW, MERGE))
    return [rows * SAMPLE[0] / threads + passes, rows * SAMPLE[1] / threads + 2 * passes], shards * max(BOUND)


def simulated(tasks, cores, draws=300, spread=0.2, slow=0.02, slower=4, lost=0.01, seed=1):
    """Time of a pass over the time that equal tasks without faults would take: mean and 95th percentile."""
    draw = random.Random(seed)
    ratios = []
    for _ in range(draws):
        free = [0.0] * cores
        heapq.heapify(free)
        waiting = [0.0] * tasks
        end = 0.0
        while waiting:
            ready = waiting.pop()
            at = max(heapq.heappop(free), ready)
            time = draw.lognormvariate(0, spread) * (slower if draw.random() < slow else 1)
            if draw.random() < lost:
                # Killed somewhere on the way, and run again when its turn comes.
                at += time * draw.random()
                waiting.insert(0, at)
            else:
                at += time
            heapq.heappush(free, at)
            end = max(end, at)
        ratios.append(end / -(-tasks // cores))
    ratios.sort()
    return sum(ratios) / draws, ratios[int(0.95 * draws)]


if __name__ == "__main__":
    print("rows, shards, seconds from, to, bytes of a pass at most")
    for rows in (1e9, 1e11):
        for shards in (64, 256, 1024):
            (low, high), size = predicted(rows, shards)
            print(f"{rows:.0e} {shards:5d} {low:8.0f} {high:8.0f} {size / 1e9:6.2f} GB")
    print("tasks, cores, time over that of equal tasks: mean, 95th percentile")
    for tasks, cores in ((64, 64), (256, 64), (1024, 64), (1024, 1024)):
        mean, high = simulated(tasks, cores)
        print(f"{tasks:5d} {cores:5d} {mean:6.2f} {high:6.2f}")
