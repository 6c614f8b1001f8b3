"""What the benchmarks share: building Fathom's side, running both sides in processes of their own, the data, the peak of memory."""
import gzip
import json
import os
import pathlib
import struct
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def benchmarks_program():
    """The release build of the package Tests/Benchmarks."""
    build = ["swift", "build", "--configuration", "release", "--package-path", str(ROOT / "Tests/Benchmarks")]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    folder = subprocess.run(build + ["--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    return pathlib.Path(folder) / "Benchmarks"


def run(command):
    """The JSON object that a side prints."""
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def peak_memory():
    """MiB. Not getrusage's, which on Linux begins with the parent's."""
    status = pathlib.Path("/proc/self/status")
    if not status.exists():
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))


def idx(path):
    """The array in an IDX file of bytes, plain or beside its name with .gz."""
    import numpy as np

    path = pathlib.Path(path)
    content = path.read_bytes() if path.exists() else gzip.open(f"{path}.gz").read()
    rank = content[3]
    shape = struct.unpack(f">{rank}I", content[4 : 4 + 4 * rank])
    return np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(shape)


def mnist_folder():
    """Where the files of MNIST are; None where they are missing."""
    folders = [pathlib.Path(f) for f in (os.environ.get("FATHOM_MNIST"), ROOT / "Datasets/mnist") if f]
    return next((f for f in folders if any(f.glob("train-images-idx3-ubyte*"))), None)


def measured(command, limit=None, **environment):
    """Seconds, peak memory in MiB and standard output of a process; no output if it was ended after `limit` seconds."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
    peaks = []
    watcher = threading.Thread(target=watch_memory, args=(process.pid, peaks))
    watcher.start()
    ender = threading.Timer(limit or 0, process.kill)
    if limit:
        ender.start()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    ender.cancel()
    watcher.join()
    if limit and seconds >= limit:
        output = None
    elif status:
        sys.exit(f"{command[0]} ended with status {status}")
    # Where there is no /proc, getrusage's, in bytes as macOS counts.
    return seconds, max(peaks, default=usage.ru_maxrss / (1 << 20)), output


def watch_memory(pid, peaks):
    """Appends a process's peak of memory (MiB) every 10 ms until it has ended. Not wait4's, which on Linux begins with the parent's.

    Popen returns once the program has begun, so that the figures are the program's alone.
    """
    while True:
        try:
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
        except OSError:
            return
        peak = [int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")]
        if not peak:  # ended, not yet waited for
            return
        peaks += peak
        time.sleep(0.01)


def mnist():
    """The 70,000 images as bytes, one a row; None where they are missing."""
    import numpy as np

    folder = mnist_folder()
    if folder is None:
        return None
    images = np.concatenate([idx(folder / f"{part}-images-idx3-ubyte") for part in ("train", "t10k")])
    return images.reshape(len(images), -1)
