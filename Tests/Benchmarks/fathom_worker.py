"""Takes turns between pieces of work in Fathom's benchmark program and in this process. Used by the scripts in Scripts/benchmarks."""
import pathlib, statistics, subprocess, time

PACKAGE = pathlib.Path(__file__).resolve().parent
# Seconds between blocks: the threads of OpenBLAS and OpenMP spin for a while after their work, those of the Python packages longest.
REST, REST_AFTER_PEER = 0.05, 0.15


class Fathom:
    """The benchmark program, built in release, waiting for requests."""

    def __init__(self):
        build = ["swift", "build", "--configuration", "release", "--package-path", str(PACKAGE)]
        subprocess.run(build + ["--quiet"], check=True)
        folder = subprocess.run(build + ["--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
        self.process = subprocess.Popen([folder + "/Benchmarks", "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def times(self, seconds, work):
        self.process.stdin.write(f"{seconds} {work}\n")
        self.process.stdin.flush()
        return [float(word) for word in self.process.stdout.readline().split()]


def times(seconds, run):
    """As the program does: one run not counted, then as many as fill the seconds, at least one."""
    run()
    result = []
    while sum(result) < seconds or not result:
        start = time.perf_counter()
        run()
        result.append(time.perf_counter() - start)
    return result


class Comparison:
    """Pieces of work (requests to Fathom or functions here) done in turns, so that a machine that slows down does so for all of them."""

    def __init__(self, fathom, works, rounds, seconds):
        self.times = [[] for _ in works]
        self.round_medians = [[] for _ in works]
        rest = REST_AFTER_PEER
        for _ in range(rounds):
            for i, work in enumerate(works):
                time.sleep(rest)
                rest = REST if isinstance(work, str) else REST_AFTER_PEER
                block = fathom.times(seconds, work) if isinstance(work, str) else times(seconds, work)
                self.times[i] += block
                self.round_medians[i].append(statistics.median(block))

    def medians(self):
        return [statistics.median(own) for own in self.times]

    def ratio(self, i, j):
        """How many times as long work i takes as work j: the median over the rounds, each of which compares what ran side by side."""
        return statistics.median(a / b for a, b in zip(self.round_medians[i], self.round_medians[j]))


def medians(fathom, works, blocks, seconds):
    return Comparison(fathom, works, blocks, seconds).medians()
