"""Models and weights by Keras 3 (here 3.15 with PyTorch beneath), and what Keras calls each weight, for KerasTests. Run here: python make_keras.py"""
import json
import os
import zipfile

os.environ["KERAS_BACKEND"] = "torch"
import h5py  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402

keras.utils.set_random_seed(0)
expected = {}


def note(file, model):
    expected[file] = {variable.path: {"shape": list(variable.shape), "data": np.ravel(keras.ops.convert_to_numpy(variable)).astype(float).tolist()}
                      for variable in model.variables if "seed" not in variable.path}


pixels = keras.Input((8, 8, 3), name="pixels")
y = layers.Conv2D(4, 3, name="stem")(pixels)
y = layers.BatchNormalization(name="norm_one")(y)
y = layers.SeparableConv2D(3, 3, name="apart")(y)
y = layers.BatchNormalization(scale=False)(y)
y = layers.DepthwiseConv2D(2)(y)
y = layers.Flatten()(y)
head = keras.Sequential([keras.Input((y.shape[1],)), layers.Dense(5, name="inner_a"), layers.Dense(3, name="inner_b", use_bias=False)], name="head")
y = layers.Dense(2, name="out")(layers.PReLU(name="bent")(head(y)))
picture = keras.Model(pixels, y, name="net")
picture.compile("sgd", "mse")
picture.save("picture.keras")
picture.save_weights("picture.weights.h5")
picture.save("picture.h5")
picture.save_weights("shards.weights.json", max_shard_size=1e-6)
for file in ["picture.keras", "picture.weights.h5", "picture.h5", "shards.weights.json"]: note(file, picture)

text = keras.Sequential([keras.Input((7,)), layers.Embedding(10, 4, name="words"), layers.Bidirectional(layers.LSTM(3, name="cell"), name="both"),
                         layers.Dense(2, name="classes"), layers.Dense(1)], name="seq")
text.save("text.keras")
note("text.keras", text)

tokens = keras.Input((5, 4))
y = layers.LayerNormalization(name="ln", center=False)(layers.MultiHeadAttention(2, 2, name="att")(tokens, tokens))
attention = keras.Model(tokens, layers.Dense(2, name="final")(y), name="trf")
attention.save("attention.keras")
note("attention.keras", attention)

# As Keras 3 wrote them at first: names of layers in the description alone.
with zipfile.ZipFile("picture.keras") as source:
    with open("plain.h5", "wb") as target: target.write(source.read("model.weights.h5"))
    with h5py.File("plain.h5", "r+") as file:
        file.visititems(lambda name, item: [item.attrs.__delitem__(key) for key in list(item.attrs)] and None)
    with zipfile.ZipFile("first.keras", "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("config.json", source.read("config.json"))
        target.write("plain.h5", "model.weights.h5")
os.remove("plain.h5")
note("first.keras", picture)
json.dump(expected, open("keras.json", "w"))
