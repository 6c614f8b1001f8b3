"""Expected values of numpy.random.RandomState, and scikit-learn's moons, for MersenneTwisterTests. Prints random_state.json."""
import json, sys
import numpy as np
from sklearn.datasets import make_moons
from sklearn.model_selection import train_test_split

arrays = {}
def put(name, values):
    values = np.asarray(values)
    arrays[name] = {"shape": list(values.shape), "data": [v.item() for v in values.ravel()]}

for seed in (0, 42, 1234, 2**32 - 1):
    r = np.random.RandomState(seed)
    put(f"{seed}.rand", r.random_sample(400))            # past the first 624 words
    put(f"{seed}.uniform", r.uniform(-3.5, 7.25, 9))
    put(f"{seed}.normal", r.normal(1.5, 0.25, 7))        # odd: leaves a cached number
    put(f"{seed}.randn", r.randn(3, 2))
    put(f"{seed}.permutation", r.permutation(37))
    put(f"{seed}.permuted", r.permutation(np.array([5, 3, 8, 8, 1])))
    items = list(range(10, 30)); r.shuffle(items)
    put(f"{seed}.shuffled", items)
    put(f"{seed}.randint", [r.randint(0, 10) for _ in range(5)] + list(r.randint(-7, 1000003, 6)))
    put(f"{seed}.wide", [int(v) >> 20 for v in r.randint(-2**60, 2**61, 5)])   # shifted: JSON readers keep 53 bits
    put(f"{seed}.word_wide", r.randint(0, 2**32, 3))
    put(f"{seed}.one", r.randint(4, 5, 3))
    put(f"{seed}.last", r.random_sample(2))

x, y = make_moons(500, noise=0.1, random_state=1234)
put("moons.x", x[::10]); put("moons.y", y)
train, test = train_test_split(np.arange(500), test_size=0.2, random_state=1234)
put("split.train", train[:50]); put("split.test", test)
json.dump(arrays, sys.stdout, separators=(",", ":"))
print()
