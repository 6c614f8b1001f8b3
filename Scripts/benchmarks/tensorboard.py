"""Logging for TensorBoard by Fathom beside PyTorch's SummaryWriter, and reading what was logged: each in a process of its own, in turns.

PyTorch's writer hands records to a thread; what it takes includes the closing, when all are in the file.
"""
import json
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

# In the place of this script's own folder, where the package tensorboard would be this script.
sys.path[0] = str(pathlib.Path(__file__).resolve().parent.parent / "python")
from measuring import benchmarks_program, measured, run  # noqa: E402

ROUNDS, HISTOGRAMS, SCALARS = 3, 50, 20_000


def torch_histograms(folder, count):
    import numpy as np
    from torch.utils.tensorboard import SummaryWriter

    random, writer, seconds = np.random.RandomState(0), SummaryWriter(folder), []
    values = [random.randn(1_000_000).astype(np.float32) * (1 + i / 50) for i in range(5)]
    for step in range(count):
        start = time.perf_counter()
        writer.add_histogram("h", values[step % 5], step)
        seconds.append(time.perf_counter() - start)
    writer.close()
    return seconds


def torch_scalars(folder, count):
    from torch.utils.tensorboard import SummaryWriter

    writer = SummaryWriter(folder)
    start = time.perf_counter()
    for step in range(count):
        writer.add_scalar("loss", 1 / (step + 1), step)
    writer.close()
    return [time.perf_counter() - start]


def torch_experiment(folder, epochs, warm=True):
    """The first seed document's: a network of constant weights, all its distributions at each epoch."""
    import torch
    from torch import nn
    from torch.utils.tensorboard import SummaryWriter

    def train(epochs):
        torch.manual_seed(0)
        model = nn.Sequential(nn.Linear(10, 100), nn.ReLU(), nn.Linear(100, 1))
        for layer in (model[0], model[2]):
            nn.init.constant_(layer.weight, 1.0)
        optimizer, criterion = torch.optim.SGD(model.parameters(), lr=1e-5), nn.MSELoss()
        writer = SummaryWriter(folder)
        for epoch in range(epochs):
            inputs = torch.randn(64, 10)
            optimizer.zero_grad()
            criterion(model(inputs), inputs.sum(1, keepdim=True)).backward()
            optimizer.step()
            for name, parameter in model.named_parameters():
                writer.add_histogram(name, parameter, epoch)
                writer.add_histogram(f"{name}.grad", parameter.grad, epoch)
        writer.close()

    if warm:
        train(1)  # what the first step sets up
    start = time.perf_counter()
    train(epochs)
    return [time.perf_counter() - start]


def torch_script(folder, epochs):
    """The same as the document's script does it, once."""
    return torch_experiment(folder, epochs, warm=False)


def rows(cases):
    print(f"{'':44}{'Fathom':>12}{'PyTorch':>12}{'ratio':>8}")
    for title, (fathom, torch), unit in cases:
        scale = {"ms": 1e3, "s": 1}[unit]
        print(f"{title:44}{fathom * scale:9.3f} {unit:2}{torch * scale:9.3f} {unit:2}{torch / fathom:8.1f}", flush=True)


def compare(fathom, torch, pick):
    """The best of several rounds, in turns."""
    found = ([], [])
    for _ in range(ROUNDS):
        for side, command in zip(found, (fathom, torch)):
            with tempfile.TemporaryDirectory() as folder:
                side.append(pick(command(folder)))
    return min(found[0]), min(found[1])


def peer(name, count):
    return lambda folder: run([sys.executable, __file__, name, folder, count])["seconds"]


def main():
    program, analyze = benchmarks_program(), os.environ["ANALYZE"]

    def swift(name, count):
        return lambda folder: run([program, "tensorboard", name, folder, count])["seconds"]

    def command(folder):
        command = [analyze, "train", "constant-init", "--run", f"{folder}/run", "--tensorboard-every", 1, "--epochs", 100]
        return [measured([*command, "--learning-rate", "1e-5", "--record-every", 1_000_000])[0]]

    def script(folder):
        return [measured([sys.executable, __file__, "script", folder, 100])[0]]

    print(f"best of {ROUNDS} rounds; a million numbers: the median of {HISTOGRAMS} calls")
    print("the experiment: 100 epochs with all distributions; as a program: from its start to its end, PyTorch's with its imports")
    rows([
        ("a distribution of 1,000,000 floats", compare(swift("histogram", HISTOGRAMS), peer("histograms", HISTOGRAMS), statistics.median), "ms"),
        (f"{SCALARS:,} scalars", compare(swift("scalars", SCALARS), peer("scalars", SCALARS), min), "s"),
        ("the experiment of the first seed document", compare(swift("experiment", 100), peer("experiment", 100), min), "s"),
        ("the same as a program", compare(command, script, min), "s"),
    ])
    for kind, title in (("file", "scalars and distributions"), ("numbers", "scalars alone")):
        reading(program, analyze, kind, title)


def reading(program, analyze, kind, title):
    with tempfile.TemporaryDirectory() as folder:
        run([program, "tensorboard", kind, folder, 1_000])
        path = next(pathlib.Path(folder).iterdir())
        content = path.read_bytes()
        with open(path, "wb") as file:
            for _ in range(-(-10**9 // len(content))):
                file.write(content)
        size = path.stat().st_size
        print(f"\nreading {size / 1e9:.2f} GB of {title}, from the cache")
        for title, arguments in (("analyze events --scalars", ["--scalars", "-o", "/dev/null"]), ("analyze events --verify", ["--verify"])):
            seconds, peak, _ = min(measured([analyze, "events", folder, *arguments]) for _ in range(ROUNDS))
            print(f"{title:44}{size / seconds / 1e6:8.0f} MB/s, peak {peak:.0f} MiB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        name, folder, count = sys.argv[1:]
        shutil.rmtree(folder, ignore_errors=True)
        print(json.dumps({"seconds": globals()[f"torch_{name}"](folder, int(count))}))
    else:
        main()
