"""What PyTorch's optimisers, schedulers and gradient clipping do: optimizers.json.

Two parameters a [3, 4] and b [5] start as numbers(shape, 1) and numbers(shape, 2); at step t = 0, 1... their gradients are
numbers(shape, 10 + t) and numbers(shape, 50 + t), taken times 3. After 20 steps of rate 0.05 they are NAME.a and NAME.b.

Run with PyTorch 2: python make_optimizers.py
"""
import json
from pathlib import Path

import torch
from torch.optim import lr_scheduler as schedulers

from probe_numbers import numbers

torch.set_default_dtype(torch.float64)
arrays = {}


def put(name, value):
    value = torch.as_tensor(value).detach().numpy()
    arrays[name] = {"shape": list(value.shape), "data": [float(x) for x in value.ravel()]}


def parameters():
    return [torch.tensor(numbers(shape, seed), requires_grad=True) for shape, seed in (((3, 4), 1), ((5,), 2))]


def set_gradients(both, step):
    for parameter, seed in zip(both, (10, 50)):
        parameter.grad = torch.tensor(3 * numbers(tuple(parameter.shape), seed + step))


def optimizer(name, make):
    both = parameters()
    rule = make(both)
    for step in range(20):
        set_gradients(both, step)
        rule.step()
    put(f"{name}.a", both[0])
    put(f"{name}.b", both[1])


optim = torch.optim
optimizer("sgd", lambda p: optim.SGD(p, lr=0.05))
optimizer("sgd decay", lambda p: optim.SGD(p, lr=0.05, weight_decay=0.1))
optimizer("sgd momentum", lambda p: optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.1))
optimizer("sgd dampening", lambda p: optim.SGD(p, lr=0.05, momentum=0.8, dampening=0.3))
optimizer("sgd nesterov", lambda p: optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01))
optimizer("adam", lambda p: optim.Adam(p, lr=0.05))
optimizer("adam decay", lambda p: optim.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.1))
optimizer("adamw", lambda p: optim.AdamW(p, lr=0.05))
optimizer("adamw decay", lambda p: optim.AdamW(p, lr=0.05, weight_decay=0.3))
optimizer("rmsprop", lambda p: optim.RMSprop(p, lr=0.05))
optimizer("rmsprop momentum", lambda p: optim.RMSprop(p, lr=0.05, alpha=0.9, momentum=0.5, weight_decay=0.1))
optimizer("rmsprop centered", lambda p: optim.RMSprop(p, lr=0.05, alpha=0.9, eps=1e-3, centered=True))
optimizer("rmsprop both", lambda p: optim.RMSprop(p, lr=0.05, alpha=0.9, eps=1e-3, momentum=0.5, centered=True))


def schedule(name, make):
    rule = optim.SGD(parameters(), lr=0.1)
    scheduler = make(rule)
    rates = []
    for _ in range(30):
        rates.append(rule.param_groups[0]["lr"])
        rule.step()
        if scheduler is not None and len(rates) < 30:
            scheduler.step()
    put(f"schedule {name}", rates)


schedule("constant", lambda o: None)
schedule("step", lambda o: schedulers.StepLR(o, 7, 0.3))
schedule("multi-step", lambda o: schedulers.MultiStepLR(o, [3, 11, 12, 25], 0.5))
schedule("exponential", lambda o: schedulers.ExponentialLR(o, 0.9))
schedule("cosine", lambda o: schedulers.CosineAnnealingLR(o, 12, eta_min=0.01))
schedule("linear", lambda o: schedulers.LinearLR(o, start_factor=0.25, end_factor=0.75, total_iters=9))
schedule("one-cycle", lambda o: schedulers.OneCycleLR(o, max_lr=0.1, total_steps=30))
schedule("one-cycle short", lambda o: schedulers.OneCycleLR(o, max_lr=0.1, total_steps=30, pct_start=0.5, div_factor=10, final_div_factor=100))
schedule("warm-up cosine", lambda o: schedulers.SequentialLR(
    o, [schedulers.LinearLR(o, start_factor=0.1, total_iters=5), schedulers.CosineAnnealingLR(o, 25)], [5]))
schedule("warm-up linear", lambda o: schedulers.SequentialLR(
    o, [schedulers.LinearLR(o, start_factor=0.2, total_iters=6), schedulers.LinearLR(o, start_factor=1, end_factor=0, total_iters=20)], [6]))

for largest in (0.5, 100.0):
    both = parameters()
    set_gradients(both, 0)
    put(f"clip norm {largest:g}.norm", torch.nn.utils.clip_grad_norm_(both, largest))
    put(f"clip norm {largest:g}.a", both[0].grad)
    put(f"clip norm {largest:g}.b", both[1].grad)
both = parameters()
set_gradients(both, 0)
torch.nn.utils.clip_grad_value_(both, 0.7)
put("clip value.a", both[0].grad)
put("clip value.b", both[1].grad)

Path(__file__).with_name("optimizers.json").write_text(json.dumps(arrays, separators=(",", ":")) + "\n")
