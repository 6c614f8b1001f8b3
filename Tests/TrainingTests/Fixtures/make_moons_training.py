#!/usr/bin/env python3
"""Makes moons_training.json: the first losses of PyTorch on the moons, from weights that a formula gives, with each optimiser's own rate."""
import json
import math
import pathlib

import torch
from sklearn.datasets import make_moons
from sklearn.model_selection import train_test_split

torch.set_num_threads(1)
points, labels = make_moons(n_samples=500, noise=0.1, random_state=1234)
points, _, labels, _ = train_test_split(points, labels, test_size=0.4, random_state=1234)
x, y = torch.tensor(points, dtype=torch.float32), torch.tensor(labels)


def losses(optimizer, batch_size):
    """Of 50 steps; batches in the order of the samples."""
    layers = torch.nn.ModuleDict({"layer_in": torch.nn.Linear(2, 32), "layer_hidden": torch.nn.Linear(32, 32), "layer_out": torch.nn.Linear(32, 2)})
    number = 0
    for parameter in layers.parameters():
        with torch.no_grad():
            flat = [math.sin(1 + number + i) / 4 for i in range(parameter.numel())]
            parameter.copy_(torch.tensor(flat).reshape(parameter.shape))
        number += 1000
    rule = optimizer(layers.parameters())
    result = []
    while True:
        for start in range(0, len(x), batch_size):
            rule.zero_grad()
            hidden = torch.relu(layers["layer_in"](x[start : start + batch_size]))
            logits = layers["layer_out"](torch.relu(layers["layer_hidden"](hidden)))
            loss = torch.nn.functional.cross_entropy(logits, y[start : start + batch_size])
            loss.backward()
            rule.step()
            result.append(loss.item())
            if len(result) == 50:
                return result


arrays = {
    name: {"shape": [50], "data": losses(optimizer, batch_size)}
    for name, optimizer, batch_size in (
        ("adam", lambda p: torch.optim.Adam(p, lr=0.01), 300),
        ("sgd", lambda p: torch.optim.SGD(p, lr=0.1), 64),  # the last batch of an epoch has 44 samples
    )
}
(pathlib.Path(__file__).parent / "moons_training.json").write_text(json.dumps(arrays) + "\n")
