"""Serves one peer to Faultline.Bench: reads `run` lines on standard input, answers each with one JSON line; `quit` ends.

Timing is of the work alone, input loaded, interpreter warm. Peak memory is the process's own high-water mark.
"""
import json
import resource
import sys
import time


def serve(version, work, result):
    """version: text; work: () -> output; result: output -> JSON-able figures that the bench compares with its own."""
    out = sys.stdout
    sys.stdout = sys.stderr
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    last = None
    for line in sys.stdin:
        command = line.strip()
        if command == "quit":
            break
        cpu = time.process_time()
        start = time.perf_counter()
        last = work()
        seconds = time.perf_counter() - start
        cpu = time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps({"seconds": seconds, "cpuSeconds": cpu, "peakBytes": peak, "loadedBytes": before,
                          "version": version, "result": result(last) if command == "result" else None}), file=out, flush=True)
