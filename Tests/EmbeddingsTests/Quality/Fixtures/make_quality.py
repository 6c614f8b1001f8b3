"""Writes quality.json: scikit-learn's trustworthiness of a simple map of the digits, and what its neighbour search says of labels.

The map and the jitter, which keeps distances from being equal, are integers made from the indices, so that the test makes the same ones.
"""
import json
import pathlib

import numpy as np
from sklearn.datasets import load_digits
from sklearn.manifold import trustworthiness
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors

digits, labels = load_digits(return_X_y=True)
n, d = digits.shape
index = np.arange(n * d).reshape(n, d)
data = (digits * 4096 + index * 7919 % 1009).astype(np.float64)
pixel = np.arange(d)
weights = np.stack([pixel * 7 % 13 - 6, pixel * 5 % 11 - 5], axis=1)
embedding = data @ weights

def measures(data, embedding, k):
    near_data = NearestNeighbors(n_neighbors=k).fit(data).kneighbors(return_distance=False)
    near_map = NearestNeighbors(n_neighbors=k).fit(embedding).kneighbors(return_distance=False)
    kept = np.mean([len(set(a) & set(b)) / k for a, b in zip(near_data, near_map)])
    nearest = np.mean(labels[near_map[:, 0]] == labels)
    votes = [np.bincount(labels[row], minlength=10).argmax() for row in near_map]
    return [trustworthiness(data, embedding, n_neighbors=k), trustworthiness(embedding, data, n_neighbors=k), kept, nearest,
            np.mean(votes == labels)]

out = {}
for k in (5, 10):
    out[f"jittered{k}"] = measures(data, embedding, k)
out["cosine"] = [trustworthiness(data, embedding, n_neighbors=10, metric="cosine")]
# As they are: integers, with many equal distances, which scikit-learn ranks in no particular order.
out["plain"] = [trustworthiness(digits, digits @ weights, n_neighbors=10)]
arrays = {name: {"shape": [len(values)], "data": [float(v) for v in values]} for name, values in out.items()}
pathlib.Path(__file__).with_name("quality.json").write_text(json.dumps(arrays, indent=1) + "\n")
