"""The peers of the benchmark: the same training step in PyTorch, and min-char-rnn in NumPy.

Reads one request a line from standard input, a JSON object {"cell": "lstm", "hidden": 128, "batch": 32, "steps": 64,
"threads": 1, "seconds": 0.2, "cpu": false}, runs the case for that long, and answers with one line: {"ms": [milliseconds of
each step]}, of processor time if asked. The first line it writes tells the versions and the cells: minchar is NumPy.
"""
import ctypes
import json
import platform
import sys
import time

import numpy as np

try:
    import torch
    import torch.nn.functional as F
except ImportError:
    torch = None

VOCABULARY = 65
prepared = {}


def torch_step(cell, hidden, batch, steps):
    torch.manual_seed(1)
    kinds = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
    recurrent = kinds[cell](VOCABULARY, hidden)
    output = torch.nn.Linear(hidden, VOCABULARY)
    parameters = list(recurrent.parameters()) + list(output.parameters())
    adam = torch.optim.Adam(parameters, lr=0.001, foreach=True)
    ids = torch.randint(VOCABULARY, (steps + 1, batch))
    x = F.one_hot(ids[:-1], VOCABULARY).float()
    y = ids[1:].reshape(-1)

    def step():
        adam.zero_grad(set_to_none=True)
        h, _ = recurrent(x)
        loss = F.cross_entropy(output(h).reshape(-1, VOCABULARY), y)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 5.0)
        adam.step()

    return step


def numpy_step(hidden, steps=25):
    """A character RNN in plain NumPy and double precision: loops over time, AdaGrad, clipping by element."""
    rng = np.random.default_rng(1)
    Wxh = rng.normal(0, 0.01, (hidden, VOCABULARY))
    Whh = rng.normal(0, 0.01, (hidden, hidden))
    Why = rng.normal(0, 0.01, (VOCABULARY, hidden))
    bh, by = np.zeros((hidden, 1)), np.zeros((VOCABULARY, 1))
    parameters = [Wxh, Whh, Why, bh, by]
    memory = [np.zeros_like(p) for p in parameters]
    ids = rng.integers(VOCABULARY, size=steps + 1)

    def step():
        xs, hs, ps, loss = {}, {-1: np.zeros((hidden, 1))}, {}, 0.0
        for t in range(steps):
            xs[t] = np.zeros((VOCABULARY, 1))
            xs[t][ids[t]] = 1
            hs[t] = np.tanh(Wxh @ xs[t] + Whh @ hs[t - 1] + bh)
            o = Why @ hs[t] + by
            e = np.exp(o)
            ps[t] = e / e.sum()
            loss -= np.log(ps[t][ids[t + 1], 0])
        gradients = [np.zeros_like(p) for p in parameters]
        dWxh, dWhh, dWhy, dbh, dby = gradients
        carried = np.zeros((hidden, 1))
        for t in reversed(range(steps)):
            do = ps[t].copy()
            do[ids[t + 1]] -= 1
            dWhy += do @ hs[t].T
            dby += do
            da = (1 - hs[t] * hs[t]) * (Why.T @ do + carried)
            dbh += da
            dWxh += da @ xs[t].T
            dWhh += da @ hs[t - 1].T
            carried = Whh.T @ da
        for p, g, m in zip(parameters, gradients, memory):
            np.clip(g, -5, 5, out=g)
            m += g * g
            p -= 0.1 * g / np.sqrt(m + 1e-8)

    return step


def blas():
    """The files of the matrix library in use: the plain reference library is many times slower than OpenBLAS."""
    np.ones((2, 2)) @ np.ones((2, 2))
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            paths = {line.split()[-1] for line in maps if "blas" in line or "mkl" in line}
    except OSError:
        return []
    return sorted(path for path in paths if path.startswith("/"))


def kernels(path):
    """Which processor's kernels an OpenBLAS uses: an older one does not know a newer processor and takes its slowest."""
    library = ctypes.CDLL(path)
    library.openblas_get_corename.restype = ctypes.c_char_p
    return f"OpenBLAS ({library.openblas_get_corename().decode()} kernels)"


def set_threads(threads):
    """PyTorch's own threads, and those of OpenBLAS, which it does not reach."""
    if torch:
        torch.set_num_threads(threads)
    for path in openblas:
        ctypes.CDLL(path).openblas_set_num_threads(threads)


libraries = blas()
openblas = [path for path in libraries if path.rsplit("/", 1)[-1].startswith("libopenblas")]


def main():
    matrices = kernels(openblas[0]) if openblas else " ".join(path.rsplit("/", 1)[-1] for path in libraries) or "unknown"
    print(json.dumps({
        "name": "PyTorch",
        "versions": f"Python {platform.python_version()}, NumPy {np.__version__}, "
                    f"PyTorch {torch.__version__ if torch else 'absent'}, matrices by {matrices}",
        "cells": "rnn lstm gru minchar" if torch else "minchar",
    }), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        cell, hidden, batch, steps = key = tuple(request[name] for name in ("cell", "hidden", "batch", "steps"))
        if key not in prepared:
            prepared.clear()
            prepared[key] = numpy_step(hidden) if cell == "minchar" else torch_step(cell, hidden, batch, steps)
            prepared[key]()
        step = prepared[key]
        set_threads(request["threads"])
        clock = time.process_time if request["cpu"] else time.perf_counter
        end, times = time.perf_counter() + request["seconds"], []
        while not times or time.perf_counter() < end:
            start = clock()
            step()
            times.append(1000 * (clock() - start))
        print(json.dumps({"ms": times}), flush=True)


if __name__ == "__main__":
    main()
