"""A model of 2 GB as safetensors and as PyTorch writes it: listing its tensors, and the statistics of each, by Fathom and by its peers.

Peers: NumPy's sum over the mapped file, which reads at the speed of memory and does nothing else; torch.load and the same figures in
torch. The files are made on the spot in a temporary folder and stay in the system's cache, as each is read several times; all run in
processes of their own and in turns.
"""
import json
import os
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "python"))
from measuring import measured, peak_memory, run  # noqa: E402

LAYERS, ROWS, COLUMNS = 32, 4096, 3840
ROUNDS = 9


def make(folder):
    import torch
    from safetensors.torch import save_file

    random = torch.Generator().manual_seed(0)
    tensors = {}
    for layer in range(LAYERS):
        tensors[f"layers.{layer}.weight"] = torch.randn(ROWS, COLUMNS, generator=random)
        tensors[f"layers.{layer}.bias"] = torch.randn(ROWS, generator=random)
    save_file(tensors, folder / "model.safetensors")
    torch.save(tensors, folder / "model.pt")


def peer(name, path):
    """Seconds of one run within the process, without starting Python and importing the package."""
    if name == "numpy":
        import numpy as np

        start = time.perf_counter()
        # Whole words from the first one on: headers and records are of no account beside the elements.
        mapped = np.memmap(path, np.float32, "r", shape=(os.path.getsize(path) // 4,))
        with np.errstate(all="ignore"):
            float(mapped.sum())
        seconds = time.perf_counter() - start
    else:
        import torch

        start = time.perf_counter()
        for tensor in load(path).values():
            finite = torch.isfinite(tensor)
            figures = [tensor.mean(), tensor.std(), tensor.min(), tensor.max(), (tensor == 0).sum(), (~finite).sum()]
            [float(figure) for figure in figures]
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "peak": peak_memory()}))


def load(path):
    if path.endswith(".pt"):
        import torch

        return torch.load(path)
    from safetensors.torch import load_file

    return load_file(path)


def fathom(*arguments):
    seconds, peak, output = measured([os.environ["ANALYZE"], "inspect", *arguments, "--format", "csv"])
    assert len(output.splitlines()) == 1 + 2 * LAYERS
    return {"seconds": seconds, "peak": peak}


def compare(path):
    name = "torch.load" if path.suffix == ".pt" else "safetensors.torch"
    sides = {
        "Fathom, statistics": lambda: fathom(path),
        "NumPy, sum of the mapped file": lambda: run([sys.executable, __file__, "numpy", path]),
        f"{name}, statistics in torch": lambda: run([sys.executable, __file__, "torch", path]),
        "Fathom, list": lambda: fathom(path, "--list"),
    }
    results = {}
    for turn in range(ROUNDS):
        for side, measure in sides.items():
            if turn > 1 and "torch" in side:
                continue
            found = measure()
            best = results.setdefault(side, found)
            best["seconds"] = min(best["seconds"], found["seconds"])
            best["peak"] = max(best["peak"], found["peak"])
    base = results["Fathom, statistics"]["seconds"]
    print(f"\n{path.name}, {path.stat().st_size / 1e9:.2f} GB in {2 * LAYERS} tensors")
    print(f"{'':38}{'seconds':>9}{'ratio':>7}{'peak MiB':>10}")
    for side, found in results.items():
        print(f"{side:38}{found['seconds']:9.3f}{found['seconds'] / base:7.2f}{found['peak']:10.0f}", flush=True)


def main():
    print("ratio: time / that of Fathom's statistics. Fathom's time includes starting the command, the peers' does not include starting Python.")
    print(f"Best of {ROUNDS}, of 2 for torch.")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make(folder)
        for file in ("model.safetensors", "model.pt"):
            compare(folder / file)


if len(sys.argv) > 1:
    peer(*sys.argv[1:])
else:
    main()
