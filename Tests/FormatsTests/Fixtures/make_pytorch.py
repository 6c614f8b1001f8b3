"""Writes small files with torch.save and torch.jit, and pytorch.json, which says what is in each.

python make_pytorch.py FOLDER. The committed ones were made with torch 2.13.
"""
import argparse
import json
import math
import pathlib
import sys

import numpy as np
import torch

OLD = ["bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64"]
NEW = ["uint16", "uint32", "uint64", "float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz"]


def numbers(name):
    """Two rows of three numbers that the type holds."""
    base = torch.tensor([[0, 1, 2], [3, 5, 1]], dtype=torch.float64)
    if name.startswith(("float", "bfloat")):
        base = base * 0.75 - 1
    return base.to(getattr(torch, name))


def network():
    torch.manual_seed(3)
    return torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.ReLU(), torch.nn.Linear(4, 2))


def views():
    base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    table = torch.arange(6, dtype=torch.float64).reshape(3, 2) / 8
    return {
        "plain": base, "transposed": base.T, "steps": base[1:, ::2], "diagonal": base.diagonal(), "repeated": torch.ones(3, 1).expand(3, 5),
        "last": base[3, 5], "empty": torch.zeros(0, 4), "images": torch.arange(60.0).reshape(1, 3, 4, 5).to(memory_format=torch.channels_last),
        "table": table, "tied": table, "part": table[1:],
    }


def checkpoint():
    model = network()
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(5, 3)).sum().backward()
    optimizer.step()
    return {
        "epoch": 3, "model": model.state_dict(), "optimizer": optimizer.state_dict(), "loss": [0.5, 0.25], "name": "run \u5c42",
        "arguments": argparse.Namespace(rate=0.1, offset=torch.tensor([1.5, 2.5])), "history": np.arange(6, dtype=np.float32).reshape(2, 3),
        ("layer", 1): torch.tensor([7]), "large": 1 << 70, "nothing": None, "parameter": torch.nn.Parameter(torch.ones(2)),
    }


def entries(value, name=""):
    """The tensors in it, by the way to them."""
    if isinstance(value, torch.Tensor):
        yield name, value
    elif isinstance(value, np.ndarray):
        yield name, torch.from_numpy(value)
    elif isinstance(value, argparse.Namespace):
        yield from entries(vars(value), name)
    elif isinstance(value, torch.nn.Module):
        yield from entries(value.state_dict(), name)
    elif isinstance(value, (dict, list, tuple)):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from entries(part, f"{name}.{key}" if name else f"{key}")


def described(name, tensor):
    values = tensor.detach().dequantize() if tensor.is_quantized else tensor.detach()
    words = [v if math.isfinite(v) else str(v) for v in values.to(torch.float64).flatten().tolist()]
    return {"name": name, "type": str(tensor.dtype).removeprefix("torch."), "shape": list(tensor.shape), "values": words}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    quantized = torch.quantize_per_tensor(torch.tensor([-1.0, 0.25, 0.5, 2.0]), 0.05, 10, torch.qint8)
    old = {name: numbers(name) for name in OLD}
    everything = old | {name: numbers(name) for name in NEW} | {"quantized": quantized}
    odd = {"nan": torch.tensor([math.nan, math.inf, -math.inf, -0.0]), "half": torch.tensor([65504, 6e-8, math.inf]).half()}
    files = {
        "types.pt": (everything, {}), "odd.pt": (odd, {}), "views.pt": (views(), {}), "checkpoint.pt": (checkpoint(), {}),
        "module.pt": (network(), {}), "protocol3.pt": (old, {"pickle_protocol": 3}), "protocol4.pt": (checkpoint(), {"pickle_protocol": 4}),
        "protocol5.pt": (checkpoint(), {"pickle_protocol": 5}), "legacy_types.pt": (old, {"_use_new_zipfile_serialization": False}),
        "legacy_views.pt": (views(), {"_use_new_zipfile_serialization": False}),
        "legacy_checkpoint.pt": (checkpoint(), {"_use_new_zipfile_serialization": False}),
        "legacy_protocol4.pt": (old, {"_use_new_zipfile_serialization": False, "pickle_protocol": 4}),
        "lone.pt": (torch.arange(5), {}), "list.pt": ([torch.ones(2), (torch.zeros(1), {"x": torch.ones(1)})], {}),
    }
    contents = {}
    for name, (value, options) in files.items():
        torch.save(value, folder / name, **options)
        contents[name] = [described(key or "tensor", tensor) for key, tensor in entries(value)]
    torch.jit.script(network()).save(str(folder / "script.pt"))
    contents["script.pt"] = [described(key, tensor) for key, tensor in entries(network())]
    (folder / "pytorch.json").write_text(json.dumps(contents) + "\n")


main(pathlib.Path(sys.argv[1]))
