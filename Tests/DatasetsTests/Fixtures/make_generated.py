#!/usr/bin/env python3
"""Makes generated.json: what scikit-learn and NumPy give for the data sets that Fathom generates. Needs scikit-learn."""
import json
import pathlib

import numpy as np
from sklearn.datasets import make_blobs, make_moons, make_swiss_roll

arrays = {}
arrays["moons"], arrays["moons_labels"] = make_moons(500, noise=0.1, random_state=1234)
arrays["moons_odd"], arrays["moons_odd_labels"] = make_moons(7, noise=0.5, random_state=1)
arrays["blobs"], arrays["blobs_labels"] = make_blobs(17, n_features=3, centers=4, cluster_std=0.5, random_state=5)
arrays["swissroll"], position = make_swiss_roll(20, noise=0.05, random_state=6)
arrays["swissroll_labels"] = np.floor(10 * (position / (1.5 * np.pi) - 1) / 2)


def squares(count, seed, noise):
    """The generator of the document on small networks that find a square."""
    random = np.random.RandomState(seed)
    images = np.zeros((count, 32, 32), np.float32)
    labels = random.randint(0, 9, count)
    for image, label in zip(images, labels):
        row, column = divmod(label, 3)
        top = 1 + row * 10 + random.randint(0, 5)
        left = 1 + column * 10 + random.randint(0, 5)
        image[top : top + 6, left : left + 6] = 1
    images += random.randn(*images.shape).astype(np.float32) * np.float32(noise)
    return images, labels


images, arrays["squares_labels"] = squares(5, 7, 0.25)
arrays["squares_first"] = images[0, :8].astype(np.float64)
arrays["squares_sums"] = images.astype(np.float64).sum(axis=2)

path = pathlib.Path(__file__).with_name("generated.json")
path.write_text(
    json.dumps({k: {"shape": list(v.shape), "data": v.astype(np.float64).ravel().tolist()} for k, v in arrays.items()}) + "\n"
)
