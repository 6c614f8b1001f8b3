#!/usr/bin/env python3
"""Makes digits.npy from the copy of the data that scikit-learn's package holds, and prints its SHA-256.

Needs scikit-learn. Each row of the array is one image: 64 pixels (0 to 16, row by row), then the digit that it shows.
"""
import hashlib
import pathlib

import numpy as np
from sklearn.datasets import load_digits

digits = load_digits()
array = np.column_stack([digits.data, digits.target]).astype(np.uint8)
assert array.shape == (1797, 65) and array[:, :64].max() == 16 and (array[:, :64] == digits.data).all()
path = pathlib.Path(__file__).with_name("digits.npy")
np.save(path, array)
print(hashlib.sha256(path.read_bytes()).hexdigest())
