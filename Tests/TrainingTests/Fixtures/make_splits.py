#!/usr/bin/env python3
"""Makes splits.json: which samples scikit-learn's train_test_split puts where."""
import json
import pathlib

import numpy as np
from sklearn.model_selection import train_test_split

arrays = {}


def add(name, values):
    arrays[name] = {"shape": [len(values)], "data": [int(v) for v in values]}


# The moons of the second document: 60, 20 and 20 per cent.
training, rest = train_test_split(np.arange(500), test_size=0.4, random_state=1234)
validation, test = train_test_split(rest, test_size=0.5, random_state=1234)
add("moons_training", training)
add("moons_validation", validation)
add("moons_test", test)
for count, fraction, seed in ((7, 0.3, 0), (10, 0.25, 5), (101, 0.01, 42), (2, 0.5, 7)):
    training, test = train_test_split(np.arange(count), test_size=fraction, random_state=seed)
    add(f"training_{count}", training)
    add(f"test_{count}", test)
(pathlib.Path(__file__).parent / "splits.json").write_text(json.dumps(arrays) + "\n")
