"""Takes turns between pieces of work in Fathom's benchmark program and in this process. Used by the scripts in Scripts/benchmarks."""
import pathlib, statistics, subprocess, time

PACKAGE = pathlib.Path(__file__).resolve().parent
REST = 0.2  # seconds between blocks: the threads of OpenBLAS and OpenMP spin for a while after their work


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
    """As the program does: one run not counted, then as many as fill the seconds, at least three."""
    run()
    result = []
    while sum(result) < seconds or len(result) < 3:
        start = time.perf_counter()
        run()
        result.append(time.perf_counter() - start)
    return result


def medians(fathom, works, blocks, seconds):
    """The median time of each piece of work (a request to Fathom or a function here), blocks of each taken in turns."""
    collected = [[] for _ in works]
    for _ in range(blocks):
        for own, work in zip(collected, works):
            time.sleep(REST)
            own += fathom.times(seconds, work) if isinstance(work, str) else times(seconds, work)
    return [statistics.median(own) for own in collected]
