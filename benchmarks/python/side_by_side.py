"""What the side-by-side scripts share: our side as a process, and simulated label images."""

import json
import os
import subprocess
import sys
import tempfile
import time

import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROJECT = os.path.join(ROOT, "benchmarks", "CellSeg.Benchmarks")


def build():
    """Builds the benchmark program in Release and returns the command that runs it."""
    subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", "-clp:NoSummary", PROJECT], check=True)
    return ["dotnet", os.path.join(ROOT, "artifacts", "build", "bin", "CellSeg.Benchmarks", "release", "CellSeg.Benchmarks.dll")]


def run(command, mode, arrays, numbers):
    """Runs a mode of the benchmark program on arrays, which travel as raw files."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, array in enumerate(arrays):
            paths.append(os.path.join(folder, f"{i}.raw"))
            array.tofile(paths[-1])
        arguments = [paths[0]] if mode == "properties" else paths
        arguments = arguments + [str(n) for n in numbers] + (paths[1:] if mode == "properties" else [])
        # Affinity to one core: the comparison is of code, not of threads.
        one_core = lambda: os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        output = subprocess.run(command + [mode] + arguments, check=True, capture_output=True, text=True, preexec_fn=one_core)
        return json.loads(output.stdout)


class Server:
    """A program that first tells its facts and then answers each line of its standard input, all by a line of JSON."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.facts = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        return json.loads(line) if line else sys.exit(f"{self.name} failed")

    def ask(self, order):
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()
        return self.answer()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def timed(function, repeats):
    """The median time of a call in ms, and its result."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = function()
        times.append((time.perf_counter() - start) * 1000)
    return float(np.median(times)), result


def discs(size, distance, seed, shift=0, merged=0.0, missing=0.0):
    """Discs of random radius on a jittered grid; the same seed gives the same discs, moved, merged or left out."""
    random = np.random.default_rng(seed)
    across = size // distance
    rows, columns = np.divmod(np.arange(across * across), across)
    jitter = distance // 10
    rows = rows * distance + distance // 2 + random.integers(-jitter, jitter + 1, rows.size) + shift
    columns = columns * distance + distance // 2 + random.integers(-jitter, jitter + 1, columns.size) + shift
    radii = random.integers(max(1, distance // 4), distance // 2, rows.size)
    fates = random.random(rows.size)
    labels = np.zeros((size, size), np.int32)
    ids = np.where(fates < merged, np.arange(rows.size), np.arange(rows.size) + 1)
    reach = int(radii.max())
    kept = fates < 1 - missing
    # Offset by offset over all discs at once: a million discs in seconds.
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            y, x = rows + dy, columns + dx
            inside = kept & (dy * dy + dx * dx <= radii * radii) & (y >= 0) & (x >= 0) & (y < size) & (x < size)
            labels[y[inside], x[inside]] = ids[inside]
    return labels
