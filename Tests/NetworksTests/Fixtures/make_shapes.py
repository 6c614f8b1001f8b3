"""What PyTorch makes of broadcasting, products, reductions, attention and the like, values and gradients: shapes.json.

For each case NAME the result is NAME.value and the gradient of sum(weights * value) with respect to input i is NAME.gradient<i>;
input i holds numbers(shape, i + 1), the weights numbers(shape, 99).

Run with PyTorch 2: python make_shapes.py
"""
import json
from pathlib import Path

import numpy as np
import torch

from probe_numbers import numbers

torch.set_default_dtype(torch.float64)
arrays = {}


def put(name, value):
    value = value.detach().numpy()
    arrays[name] = {"shape": list(value.shape), "data": [float(f"{x:.15g}") for x in value.ravel()]}


def case(name, function, *shapes, constants=(), shift=()):
    """`constants` follow the inputs and have no gradient; `shift[i]` is added to input i."""
    inputs = []
    for i, shape in enumerate(shapes):
        offset = shift[i] if i < len(shift) else 0.0
        inputs.append(torch.tensor(numbers(shape, i + 1) + offset, requires_grad=True))
    value = function(*inputs, *constants)
    put(f"{name}.value", value)
    value.backward(torch.tensor(numbers(tuple(value.shape), 99)))
    for i, x in enumerate(inputs):
        put(f"{name}.gradient{i}", x.grad)


for name, function in [("add", torch.add), ("subtract", torch.subtract), ("multiply", torch.multiply), ("divide", torch.divide)]:
    for a, b in [((2, 3), (2, 3)), ((2, 3, 4), (4,)), ((3, 1), (2, 1, 5)), ((), (2, 3)), ((2, 1, 3), (1, 4, 1))]:
        label = f"{name} {list(a)} {list(b)}"
        case(label, function, a, b, shift=(0.0, 1.5))

for a, b in [((3, 4), (4, 5)), ((2, 3, 4), (4, 5)), ((2, 3, 4), (2, 4, 5)), ((3, 1, 2, 4), (2, 4, 3)), ((4,), (4, 3)), ((2, 3, 4), (4,)),
             ((4,), (4,)), ((3, 4), (2, 4, 1))]:
    case(f"matmul {list(a)} {list(b)}", torch.matmul, a, b)

for axes in [(1,), (0, 2), (-1,), (0, 1, 2)]:
    for keep in (False, True):
        label = f"{list(axes)} {'keep' if keep else 'drop'}"
        case(f"sum {label}", lambda x: torch.sum(x, axes, keepdim=keep), (3, 4, 5))
        case(f"mean {label}", lambda x: torch.mean(x, axes, keepdim=keep), (3, 4, 5))
        case(f"maximum {label}", lambda x: torch.amax(x, axes, keepdim=keep), (3, 4, 5))
        case(f"minimum {label}", lambda x: torch.amin(x, axes, keepdim=keep), (3, 4, 5))
# Multiples of 1/2, so that several elements are the largest; rounding passes the gradient on.
case("maximum ties", lambda x: torch.amax(x + (torch.round(2 * x) / 2 - x).detach(), (1,)), (3, 7))

case("concatenate", lambda a, b, c: torch.cat([a, b, c], 1), (2, 3, 2), (2, 1, 2), (2, 4, 2))
case("permute", lambda x: x.permute(2, 0, 1), (3, 4, 5))
case("exchange", lambda x: x.transpose(0, 2), (3, 4, 5))
case("slice", lambda x: x[1:-1, :, ::2][:, torch.arange(4, -1, -2)], (4, 5, 5))
indices = torch.tensor([[0, 3, 3], [1, 0, 3]])
case("gather 0", lambda x: torch.nn.functional.embedding(indices, x), (4, 5))
case("gather 1", lambda x: torch.index_select(x, 1, torch.tensor([2, 0, 2])), (2, 3, 4))

attention = torch.nn.functional.scaled_dot_product_attention
mask = torch.tensor(numbers((5, 7), 8)).masked_fill(torch.tensor(numbers((5, 7), 9)) > 0.3, -np.inf)
case("attention", attention, (2, 5, 3), (2, 7, 3), (2, 7, 4))
case("attention causal", lambda q, k, v: attention(q, k, v, is_causal=True), (2, 5, 3), (2, 7, 3), (2, 7, 4))
case("attention mask", lambda q, k, v: attention(q, k, v, attn_mask=mask, scale=0.7), (2, 5, 3), (2, 7, 3), (2, 7, 4))


def heads(q, k, v):
    split = lambda x: x.reshape(x.shape[0], x.shape[1], 2, -1).transpose(1, 2)
    return attention(split(q), split(k), split(v)).transpose(1, 2).reshape(q.shape[0], q.shape[1], -1)


case("attention heads", heads, (2, 5, 6), (2, 7, 6), (2, 7, 8))


def multihead(x, weight, bias, out_weight, out_bias):
    layer = torch.nn.MultiheadAttention(6, 2, batch_first=True)
    state = {"in_proj_weight": weight, "in_proj_bias": bias, "out_proj.weight": out_weight, "out_proj.bias": out_bias}
    return torch.func.functional_call(layer, state, (x, x, x), {"need_weights": False})[0]


case("multihead", multihead, (3, 4, 6), (18, 6), (18,), (6, 6), (6,))

Path(__file__).with_name("shapes.json").write_text(json.dumps(arrays, separators=(",", ":")) + "\n")
