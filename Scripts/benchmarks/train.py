#!/usr/bin/env python3
"""The recipes of `analyze train` beside PyTorch: the same data, starting weights and batches, the same figures and files kept.

Each side runs in a process of its own. Fathom's time is that of the training, from its first step to its last file; the peer's is that of
its loop, imports and data left out. Before it is timed, each recipe is trained for 50 steps from the same weights on the same batches
without dropout, and the losses must agree to 1e-4 relative. Where they do not, the times are shown all the same, and the status is 1.

The squares are compared from three starting weights, the first three from which PyTorch agrees with itself: in float64, and with its
convolutions by oneDNN and without it. From most of the others its own losses part by 1e-4 to 5e-3 within 50 steps, where a pixel passes
a ReLU or wins a pool by a rounding error and Adam makes whole steps of gradients near zero: what is right is not determined there.

Run by Scripts/bench train. Which recipes: the variable TRAIN_RECIPES, some of constant-init moons squares mnist mnist-history (all unless
set; MNIST where FATHOM_MNIST or Datasets/mnist has it). The peer's threads: 1 and all, the better counts for moons.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Scripts" / "python"))
from measuring import idx, mnist_folder, peak_memory  # noqa: E402

WORK = ROOT / ".build" / "benchmarks" / "train"
THREADS = os.cpu_count()
CHECKED_STEPS = 50
TOLERANCE = 1e-4
STARTS = 3
OTHER_WAYS = ({"double": True}, {"onednn": False})


# MARK: - Data, made here as Fathom makes them


def moons():
    from sklearn.datasets import make_moons
    from sklearn.model_selection import train_test_split

    x, y = make_moons(500, noise=0.1, random_state=1234)
    training, rest = train_test_split(np.arange(500), test_size=0.4, random_state=1234)
    validation, _ = train_test_split(rest, test_size=0.5, random_state=1234)
    return x.astype(np.float32), y, training, x[validation].astype(np.float32), y[validation]


def square_images(count, seed):
    random = np.random.RandomState(seed)
    x, y = np.zeros((count, 1, 32, 32), np.float32), random.randint(0, 9, count)
    for image, label in enumerate(y):
        top, left = 1 + label // 3 * 10 + random.randint(0, 5), 1 + label % 3 * 10 + random.randint(0, 5)
        x[image, 0, top : top + 6, left : left + 6] = 1
    return x + random.randn(count, 1, 32, 32).astype(np.float32) * np.float32(0.25), y


def data(recipe):
    """Samples and labels, the numbers to train on, and samples and labels to validate with."""
    if recipe == "moons":
        return moons()
    if recipe == "squares":
        x, y = square_images(4500, 1234)
        return x, y, np.random.RandomState(0).permutation(4500), *square_images(900, 1235)
    folder = mnist_folder()
    x = idx(folder / "train-images-idx3-ubyte").reshape(60000, 784).astype(np.float32) / np.float32(255)
    y = idx(folder / "train-labels-idx1-ubyte").astype(np.int64)
    order = np.random.RandomState(0).permutation(60000)
    return x, y, order[:48000], x[order[48000:]], y[order[48000:]]


# MARK: - PyTorch


def network(recipe, dropout):
    import torch
    from collections import OrderedDict
    from torch import nn

    if recipe == "constant-init":
        layers = OrderedDict(fc1=nn.Linear(10, 100), relu1=nn.ReLU(), fc2=nn.Linear(100, 1))
        for layer in (layers["fc1"], layers["fc2"]):
            nn.init.constant_(layer.weight, 1.0)
    elif recipe == "moons":
        layers = OrderedDict(
            layer_in=nn.Linear(2, 32), act1=nn.ReLU(), layer_hidden=nn.Linear(32, 32), act2=nn.ReLU(), layer_out=nn.Linear(32, 2))
    elif recipe == "squares":
        layers = OrderedDict(
            conv1=nn.Conv2d(1, 16, 3, padding=1), relu1=nn.ReLU(), pool1=nn.MaxPool2d(2), conv2=nn.Conv2d(16, 32, 3, padding=1),
            relu2=nn.ReLU(), pool2=nn.MaxPool2d(2), flatten=nn.Flatten(), fc1=nn.Linear(2048, 64), relu3=nn.ReLU(), logits=nn.Linear(64, 9))
    else:
        layers = OrderedDict(
            l1=nn.Linear(784, 1000), relu1=nn.ReLU(), dropout=nn.Dropout(dropout), l2=nn.Linear(1000, 100), relu2=nn.ReLU(),
            l3=nn.Linear(100, 10), relu3=nn.ReLU(), l4=nn.Linear(10, 10), relu4=nn.ReLU(), l5=nn.Linear(10, 10))
    return nn.Sequential(layers)


def peer(recipe, job):
    """Trains and prints what came of it as JSON."""
    import torch

    torch.set_num_threads(job["threads"])
    torch.backends.mkldnn.enabled = job["onednn"]
    torch.manual_seed(job["seed"])
    net = network(recipe, job["dropout"])
    if job.get("weights"):
        from safetensors.torch import save_file

        save_file(net.state_dict(), job["weights"])
    if job["double"]:
        net = net.double()
    parameters = net.parameters()
    rule = torch.optim.SGD(parameters, lr=job["rate"]) if recipe == "constant-init" else torch.optim.Adam(parameters, lr=job["rate"])
    if recipe == "constant-init":
        x = torch.tensor(np.load(job["inputs"]))
        y = x.sum(1, keepdim=True)
        order, validation, measure = np.arange(len(x)), None, torch.nn.MSELoss()
    else:
        x, y, order, vx, vy = data(recipe)
        x, y, validation = torch.tensor(x), torch.tensor(y), (torch.tensor(vx), torch.tensor(vy))
        x = x.double() if job["double"] else x
        measure = torch.nn.CrossEntropyLoss()
    order = torch.tensor(order)
    losses, curves, history = [], {name: [] for name in ("train_loss", "train_acc", "valid_loss", "valid_acc")}, []
    size = job["batch"] or len(order)
    start = time.perf_counter()
    for epoch in range(job["epochs"]):
        net.train()
        numbers = order if job["fixed"] else order[torch.randperm(len(order))]
        total = right = 0
        for first in range(0, len(numbers), size):
            batch = numbers[first : first + size]
            rule.zero_grad()
            out = net(x[batch])
            loss = measure(out, y[batch])
            loss.backward()
            rule.step()
            losses.append(loss.item())
            total += losses[-1] * len(batch)
            if validation:
                right += (out.argmax(1) == y[batch]).sum().item()
            if job["history"]:
                history.append({name: value.clone() for name, value in net.state_dict().items() if name[:2] in ("l2", "l3", "l4", "l5")})
            if len(losses) == job["steps"]:
                break
        if len(losses) == job["steps"]:
            break
        curves["train_loss"].append(total / len(numbers))
        curves["train_acc"].append(right / len(numbers))
        if validation:
            net.eval()
            with torch.no_grad():
                parts = [(net(a), b) for a, b in zip(validation[0].split(500), validation[1].split(500))]
                out, labels = torch.cat([p[0] for p in parts]), torch.cat([p[1] for p in parts])
                curves["valid_loss"].append(measure(out, labels).item())
                curves["valid_acc"].append((out.argmax(1) == labels).float().mean().item())
    seconds = time.perf_counter() - start
    print(json.dumps(dict(seconds=seconds, memory=peak_memory(), losses=losses[:1000], valid_acc=curves["valid_acc"][-1:])))


def run_peer(recipe, threads, **job):
    job = dict(dict(seed=0, weights=None, inputs=None, dropout=0.2, fixed=False, history=False, steps=None, onednn=True, double=False), threads=threads, **job)
    done = subprocess.run([sys.executable, __file__, "--peer", recipe, json.dumps(job)], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


# MARK: - Fathom


def run_fathom(recipe, *options):
    """Seconds of training, peak memory in MiB, the run directory."""
    run = WORK / "run"
    shutil.rmtree(run, ignore_errors=True)
    command = [os.environ["ANALYZE"], "train", recipe, "--run", str(run), "--threads", str(THREADS), "--progress", "json", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    _, errors = process.communicate()
    if process.returncode:
        sys.exit(f"train: {' '.join(command)}: {errors}")
    lines = [json.loads(line) for line in errors.splitlines() if line.startswith("{")]
    return next(line for line in lines if line["stage"] == "done"), run


def curve(run, name):
    return np.atleast_1d(np.loadtxt(run / f"{name}.txt"))


def batch_losses(run):
    rows = [line.split(",") for line in (run / "metrics.csv").read_text().splitlines()[1:]]
    kind = "batch" if any(row[2] == "batch" for row in rows) else "train"
    return np.array([float(row[3]) for row in rows if row[2] == kind])


def directory_size(path):
    return sum(f.stat().st_size for f in path.rglob("*") if f.is_file()) / (1 << 20)


# MARK: - Both


SETTINGS = {  # epochs, samples in a batch, rate
    "constant-init": (100, 64, 1e-5),
    "moons": (200, None, 0.01),
    "squares": (10, 64, 1e-3),
    "mnist": (1, 16, 1e-3),
}


def parting(losses, others):
    losses, others = np.array(losses), np.array(others)
    assert len(losses) == len(others) == CHECKED_STEPS, (len(losses), len(others))
    return float(np.max(np.abs(losses - others) / np.abs(others)))


def check(recipe):
    """Whether the losses of both sides from the same weights on the same batches agree."""
    from safetensors.numpy import save_file

    epochs, batch, rate = SETTINGS[recipe]
    weights, batches, inputs = WORK / "weights.safetensors", WORK / "batches.safetensors", WORK / "inputs.npy"
    options = ["--initial-weights", str(weights), "--batches", str(batches), "--learning-rate", str(rate), "--record-every", "1000000"]
    if recipe == "constant-init":
        x = np.random.RandomState(0).randn(CHECKED_STEPS * 64, 10).astype(np.float32)
        np.save(inputs, x)
        save_file(dict(inputs=x, targets=x.sum(1, keepdims=True)), batches)
        options += ["--epochs", "1"]
        epochs = 1
    else:
        order = data(recipe)[2][: CHECKED_STEPS * batch if batch else None]
        save_file(dict(training=order), batches)
        options += ["--epochs", "1" if batch else str(CHECKED_STEPS)]
    if recipe == "mnist":
        options += ["--dropout", "0"]
    differences, left_out = [], 0
    wanted = STARTS if recipe == "squares" else 1
    while len(differences) < wanted:
        job = dict(
            epochs=epochs, batch=batch, rate=rate, seed=len(differences) + left_out, weights=str(weights), inputs=str(inputs), dropout=0,
            fixed=True, steps=CHECKED_STEPS)
        theirs = run_peer(recipe, 1, **job)["losses"]
        if recipe == "squares" and any(parting(run_peer(recipe, 1, **job, **way)["losses"], theirs) > TOLERANCE for way in OTHER_WAYS):
            left_out += 1
            continue
        _, run = run_fathom(recipe, *options)
        differences.append(parting(batch_losses(run)[:CHECKED_STEPS], theirs))
    found = " ".join(f"{difference:.1e}" for difference in differences)
    others = f"; {left_out} starting weights left out, from which PyTorch parts from itself" if left_out else ""
    print(f"{recipe:14} losses of {CHECKED_STEPS} steps from the same weights: differ by {found} at most{others}", flush=True)
    return max(differences) < TOLERANCE


def row(what, ours, theirs, note=""):
    ratio = f"{theirs['seconds'] / ours['seconds']:6.1f}" if theirs else "     -"
    peer_figures = f"{theirs['seconds']:9.3f} {theirs['memory']:7.0f}" if theirs else f"{'-':>9} {'-':>7}"
    print(f"{what:28}{ours['seconds']:9.3f} {ours['peak MiB']:7.0f} {peer_figures} {ratio}  {note}", flush=True)


def best(recipe, **job):
    return min((run_peer(recipe, threads, **job) for threads in {1, THREADS}), key=lambda done: done["seconds"])


def time_recipe(recipe):
    epochs, batch, rate = SETTINGS[recipe]
    if recipe == "constant-init":
        x = np.random.RandomState(0).randn(epochs * 64, 10).astype(np.float32)
        np.save(WORK / "inputs.npy", x)
        ours, _ = run_fathom(recipe, "--learning-rate", str(rate), "--record-every", "1000000")
        row("constant-init, 100 steps", ours, best(recipe, epochs=1, batch=64, rate=rate, fixed=True, inputs=str(WORK / "inputs.npy")))
    elif recipe == "moons":
        ours = min((run_fathom(recipe, "--record-every", "1000000") for _ in range(5)), key=lambda done: done[0]["seconds"])
        accuracy = curve(ours[1], "valid_acc")[-1]
        row("moons, 200 epochs", ours[0], best(recipe, epochs=epochs, batch=batch, rate=rate, fixed=True), f"validation accuracy {accuracy}")
    elif recipe == "squares":
        pairs = []
        for _ in range(3):  # in turns; the one whose ratio is the median counts
            ours, run = run_fathom(recipe, "--epochs", "3", "--record-every", "1000000")
            pairs.append((ours, run_peer(recipe, THREADS, epochs=3, batch=batch, rate=rate)))
        ours, theirs = sorted(pairs, key=lambda pair: pair[1]["seconds"] / pair[0]["seconds"])[1]
        row("squares, 3 epochs of 4,500", ours, theirs, f"validation accuracy {curve(run, 'valid_acc')[-1]}")
    else:
        plain, run = run_fathom(recipe, "--record-every", "1000000")
        theirs = run_peer(recipe, THREADS, epochs=1, batch=batch, rate=rate)
        row("mnist, one epoch of 48,000", plain, theirs, f"validation accuracy {curve(run, 'valid_acc')[-1]:.4f}, PyTorch's {theirs['valid_acc'][0]:.4f}")
        if "mnist-history" in chosen():
            kept, run = run_fathom(recipe)
            files, size = len(list((run / "checkpoints").iterdir())), directory_size(run)
            theirs = run_peer(recipe, THREADS, epochs=1, batch=batch, rate=rate, history=True)
            row("the same, l2-l5 at each batch", kept, theirs, f"{kept['seconds'] / plain['seconds']:.2f} of its own time without, {files} checkpoints, {size:.0f} MiB")
            shutil.rmtree(run)


def chosen():
    return os.environ.get("TRAIN_RECIPES", "constant-init moons squares mnist mnist-history").split()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        peer(sys.argv[2], json.loads(sys.argv[3]))
        sys.exit()
    WORK.mkdir(parents=True, exist_ok=True)
    recipes = [name for name in SETTINGS if name in chosen()]
    if "mnist" in recipes and mnist_folder() is None:
        print("mnist: skipped, its files are not there (Scripts/fetch-mnist)")
        recipes.remove("mnist")
    parted = [name for name in recipes if not check(name)]
    print(f"\n{THREADS} threads; ratio = PyTorch's time / Fathom's\n{'':28}{'seconds':>9} {'MiB':>7} {'PyTorch':>9} {'MiB':>7} {'ratio':>6}")
    for name in recipes:
        time_recipe(name)
    if parted:
        sys.exit(f"train: the losses differ by more than {TOLERANCE} from PyTorch's: {', '.join(parted)}")
