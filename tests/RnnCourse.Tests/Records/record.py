"""Writes what PyTorch computes, for the tests of RnnCourse to compare with.

    /usr/bin/python3 record.py            (Debian's python3-torch 1.13)

It writes torch-float64.safetensors and torch-float32.safetensors beside itself. Run it again and it writes the same bytes.
Nothing here is imported from the course: the models that torch.nn lacks (the GRU whose reset comes before the product,
attention) are written below in plain torch operations, and differentiated by autograd.

Names: <case>/<tensor>, and <case>/d.<tensor> for dE/d<tensor>. Layouts are PyTorch's own: weight_ih_l0 is [gates*H, I],
the gates of an LSTM are i f g o and of a GRU r z n. Losses are summed over steps and examples.
"""
import json
import pathlib
import struct

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

T, B, I, H, O = 6, 3, 4, 5, 3
LENGTHS = [6, 4, 1]
MASK = [[0, 2, 2, 0, 2], [0, 0, 2, 0, 0], [2, 2, 2, 0, 0]]
HERE = pathlib.Path(__file__).parent


class Record:
    """Named tensors, written in the safetensors format."""

    def __init__(self, dtype):
        self.dtype, self.tensors = dtype, {}

    def put(self, name, value):
        array = value.detach().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)
        integral = np.issubdtype(array.dtype, np.integer)
        wanted = np.int64 if integral else np.float32 if self.dtype == torch.float32 else np.float64
        assert name not in self.tensors, name
        self.tensors[name] = np.ascontiguousarray(array, dtype=wanted)

    def write(self, path, metadata):
        kinds = {"float32": "F32", "float64": "F64", "int64": "I64"}
        header, offset = {"__metadata__": metadata}, 0
        for name, array in self.tensors.items():
            header[name] = {"dtype": kinds[str(array.dtype)], "shape": list(array.shape),
                            "data_offsets": [offset, offset + array.nbytes]}
            offset += array.nbytes
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(a.tobytes() for a in self.tensors.values()))


class Numbers:
    """Random numbers that do not depend on the precision or on PyTorch's own generator."""

    def __init__(self, seed, dtype):
        self.random, self.dtype = np.random.RandomState(seed), dtype

    def tensor(self, *shape, scale=0.5):
        # Through float32, so that both precisions start from exactly the same numbers.
        values = (self.random.randn(*shape) * scale).astype(np.float32)
        return torch.tensor(values, dtype=self.dtype).requires_grad_()

    def classes(self, *shape, count):
        return torch.tensor(self.random.randint(0, count, shape))


def fill(module, numbers):
    for parameter in module.parameters():
        parameter.data = numbers.tensor(*parameter.shape).data


def put_leaves(record, case, leaves):
    for name, leaf in leaves.items():
        record.put(f"{case}/{name}", leaf)
        record.put(f"{case}/d.{name}", leaf.grad)


def in_step(record, case, network, numbers, dtype, states, directions=1, lengths=None):
    """A network of torch.nn with an output layer at every step and softmax cross-entropy, summed."""
    network = network.to(dtype)
    fill(network, numbers)
    layers = network.num_layers * directions
    x = numbers.tensor(T, B, I, scale=1)
    initial = [numbers.tensor(layers, B, H) for _ in range(states)]
    w_hy, b_y = numbers.tensor(O, directions * H), numbers.tensor(O)
    targets = numbers.classes(T, B, count=O)

    start = initial[0] if states == 1 else tuple(initial)
    if lengths is None:
        h, final = network(x, start)
    else:
        h, final = network(pack_padded_sequence(x, lengths), start)
        h, _ = pad_packed_sequence(h, total_length=T)
        targets = targets.masked_fill(torch.arange(T)[:, None] >= torch.tensor(lengths)[None, :], -1)
    o = h @ w_hy.T + b_y
    loss = F.cross_entropy(o.reshape(T * B, O), targets.reshape(T * B), ignore_index=-1, reduction="sum")
    loss.backward()

    finals = [final] if states == 1 else list(final)
    record.put(f"{case}/h", h)
    record.put(f"{case}/o", o)
    record.put(f"{case}/loss", loss)
    record.put(f"{case}/targets", targets)
    if lengths is not None:
        record.put(f"{case}/lengths", lengths)
    for name, value in zip(["h_n", "c_n"], finals):
        record.put(f"{case}/{name}", value)
    put_leaves(record, case, {"x": x, "w_hy": w_hy, "b_y": b_y, **dict(zip(["h_0", "c_0"], initial)),
                              **dict(network.named_parameters())})


def gru_reset_before(record, numbers):
    """h = (1 - z) h + z tanh(W_h x + U_h (r h) + b_h): the lecture notes' GRU. Gates in the order r z n."""
    case = "gru_reset_before"
    x, h0 = numbers.tensor(T, B, I, scale=1), numbers.tensor(B, H)
    w, u, b = numbers.tensor(3 * H, I), numbers.tensor(3 * H, H), numbers.tensor(3 * H)
    w_hy, b_y = numbers.tensor(O, H), numbers.tensor(O)
    targets = numbers.classes(T, B, count=O)
    h, hs = h0, []
    for t in range(T):
        ax = x[t] @ w.T + b
        r = torch.sigmoid(ax[:, :H] + h @ u[:H].T)
        z = torch.sigmoid(ax[:, H:2 * H] + h @ u[H:2 * H].T)
        n = torch.tanh(ax[:, 2 * H:] + (r * h) @ u[2 * H:].T)
        h = (1 - z) * h + z * n
        hs.append(h)
    h = torch.stack(hs)
    o = h @ w_hy.T + b_y
    loss = F.cross_entropy(o.reshape(T * B, O), targets.reshape(T * B), reduction="sum")
    loss.backward()
    for name, value in {"h": h, "o": o, "loss": loss, "targets": targets}.items():
        record.put(f"{case}/{name}", value)
    put_leaves(record, case, {"x": x, "h_0": h0, "weight_ih_l0": w, "weight_hh_l0": u, "bias_ih_l0": b, "w_hy": w_hy, "b_y": b_y})


def lstm_without_forget_gate(record, numbers):
    """Hochreiter and Schmidhuber's 1997 cell: c = c + i g. Gates in the order i g o."""
    case = "lstm_no_forget"
    x, h0, c0 = numbers.tensor(T, B, I, scale=1), numbers.tensor(B, H), numbers.tensor(B, H)
    w, u, b = numbers.tensor(3 * H, I), numbers.tensor(3 * H, H), numbers.tensor(3 * H)
    w_hy, b_y = numbers.tensor(O, H), numbers.tensor(O)
    targets = numbers.classes(T, B, count=O)
    h, c, hs = h0, c0, []
    for t in range(T):
        a = x[t] @ w.T + b + h @ u.T
        i, g, out = torch.sigmoid(a[:, :H]), torch.tanh(a[:, H:2 * H]), torch.sigmoid(a[:, 2 * H:])
        c = c + i * g
        h = out * torch.tanh(c)
        hs.append(h)
    h = torch.stack(hs)
    o = h @ w_hy.T + b_y
    loss = F.cross_entropy(o.reshape(T * B, O), targets.reshape(T * B), reduction="sum")
    loss.backward()
    for name, value in {"h": h, "c_n": c, "o": o, "loss": loss, "targets": targets}.items():
        record.put(f"{case}/{name}", value)
    put_leaves(record, case, {"x": x, "h_0": h0, "c_0": c0, "weight_ih_l0": w, "weight_hh_l0": u, "bias_ih_l0": b, "w_hy": w_hy, "b_y": b_y})


def losses(record, numbers):
    """Sigmoid cross-entropy and squared error on logits of one step, summed."""
    o = numbers.tensor(4, 3, scale=3)
    y01 = numbers.classes(4, 3, count=2).to(o.dtype)
    loss = F.binary_cross_entropy_with_logits(o, y01, reduction="sum")
    loss.backward()
    record.put("sigmoid_cross_entropy/y", y01)
    record.put("sigmoid_cross_entropy/loss", loss)
    put_leaves(record, "sigmoid_cross_entropy", {"o": o})
    o, y = numbers.tensor(4, 3), numbers.tensor(4, 3)
    loss = F.mse_loss(o, y, reduction="sum")
    loss.backward()
    record.put("squared_error/y", y)
    record.put("squared_error/loss", loss)
    put_leaves(record, "squared_error", {"o": o})


def seq2seq(record, numbers, dtype, attention, cell):
    """Encoder, decoder started from the encoder's last state, attention after the step (Luong et al. 2015), teacher forcing.

    dot:       e[t,s] = h_t . k_s                      additive:  e[t,s] = v . tanh(W_a h_t + U_a k_s)
    alpha = softmax over the source's own steps; c_t = sum_s alpha k_s; m_t = tanh(W_c [c_t; h_t]); o_t = W_hy m_t + b_y
    """
    case = f"seq2seq_{cell}_{attention}"
    source_size, target_size, s_steps, t_steps = 5, 6, 5, 4
    source_lengths, target_lengths = [5, 3, 2], [4, 2, 3]
    make = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[cell]
    encoder, decoder = make(source_size, H).to(dtype), make(target_size, H).to(dtype)
    fill(encoder, numbers)
    fill(decoder, numbers)
    source = numbers.classes(s_steps, B, count=source_size)
    inputs = numbers.classes(t_steps, B, count=target_size)
    targets = numbers.classes(t_steps, B, count=target_size)
    targets = targets.masked_fill(torch.arange(t_steps)[:, None] >= torch.tensor(target_lengths)[None, :], -1)

    one_hot = F.one_hot(source, source_size).to(dtype)
    packed = pack_padded_sequence(one_hot, source_lengths)
    keys, final = encoder(packed)
    keys, _ = pad_packed_sequence(keys, total_length=s_steps)
    h, _ = decoder(F.one_hot(inputs, target_size).to(dtype), final)

    leaves = {}
    if attention == "none":
        m = h
    else:
        leaves["w_c"] = numbers.tensor(H, 2 * H)
        if attention == "dot":
            e = torch.einsum("tbh,sbh->tsb", h, keys)
        else:
            leaves.update(w_a=numbers.tensor(H, H), u_a=numbers.tensor(H, H), v_a=numbers.tensor(1, H))
            q, k = h @ leaves["w_a"].T, keys @ leaves["u_a"].T
            e = torch.tanh(q[:, None] + k[None]) @ leaves["v_a"][0]
        outside = torch.arange(s_steps)[:, None] >= torch.tensor(source_lengths)[None, :]
        alpha = torch.softmax(e.masked_fill(outside[None], float("-inf")), dim=1)
        context = torch.einsum("tsb,sbh->tbh", alpha, keys)
        m = torch.tanh(torch.cat([context, h], dim=2) @ leaves["w_c"].T)
        record.put(f"{case}/alpha", alpha)
    leaves["w_hy"], leaves["b_y"] = numbers.tensor(target_size, H), numbers.tensor(target_size)
    o = m @ leaves["w_hy"].T + leaves["b_y"]
    loss = F.cross_entropy(o.reshape(-1, target_size), targets.reshape(-1), ignore_index=-1, reduction="sum")
    loss.backward()

    leaves.update({f"encoder.{n}": p for n, p in encoder.named_parameters()})
    leaves.update({f"decoder.{n}": p for n, p in decoder.named_parameters()})
    for name, value in {"source": source, "source_lengths": source_lengths, "inputs": inputs, "targets": targets,
                        "h": h, "o": o, "loss": loss}.items():
        record.put(f"{case}/{name}", value)
    put_leaves(record, case, leaves)


class InsideRoot:
    """AdaGrad with epsilon inside the root, as in min-char-rnn: w -= lr g / sqrt(s + eps)."""

    def __init__(self, parameters, lr=0.1, eps=1e-8):
        self.parameters, self.lr, self.eps = parameters, lr, eps
        self.sums = [torch.zeros_like(p) for p in parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        for p, s in zip(self.parameters, self.sums):
            s += p.grad ** 2
            p.data -= self.lr * p.grad / torch.sqrt(s + self.eps)


def layers(record, numbers, dtype):
    """Embedding, GRU, dropout with one mask for all steps, layer normalisation, GRU, and an output tied to the embedding."""
    case, vocabulary, size = "layers", 7, 4
    e, b_y = numbers.tensor(vocabulary, size), numbers.tensor(vocabulary)
    below, above = nn.GRU(size, H).to(dtype), nn.GRU(H, size).to(dtype)
    fill(below, numbers)
    fill(above, numbers)
    gain, shift = numbers.tensor(1, H, scale=1), numbers.tensor(1, H)
    # What .NET's new Random(3) gives for p = 1/2: NextDouble() < p is 0, otherwise 1/(1 - p).
    mask = torch.tensor(MASK, dtype=dtype)
    tokens = numbers.classes(T, B, count=vocabulary)
    targets = numbers.classes(T, B, count=vocabulary)
    h, _ = below(F.embedding(tokens, e))
    h = F.layer_norm(h * mask, (H,), gain[0], shift[0])
    h, _ = above(h)
    o = h @ e.T + b_y
    loss = F.cross_entropy(o.reshape(T * B, vocabulary), targets.reshape(T * B), reduction="sum")
    loss.backward()
    for name, value in {"tokens": tokens, "targets": targets, "o": o, "loss": loss}.items():
        record.put(f"{case}/{name}", value)
    put_leaves(record, case, {"e": e, "b_y": b_y, "gain": gain, "shift": shift,
                              **{f"below.{n}": p for n, p in below.named_parameters()},
                              **{f"above.{n}": p for n, p in above.named_parameters()}})


def bahdanau(record, numbers, dtype, cell):
    """Bahdanau et al. 2015: a bidirectional encoder; the decoder's last state looks at the source before each step.

    e[t,s] = v . tanh(W_a s_{t-1} + U_a k_s), c_t = sum_s alpha k_s, s_t = cell([E y_t; c_t], s_{t-1}),
    s_0 = tanh(W_s (the backward state of the first step)), o_t = W_hy [s_t; c_t] + b_y
    """
    case = f"bahdanau_{cell}"
    source_size, target_size, size, s_steps, t_steps = 5, 6, 3, 5, 4
    source_lengths, target_lengths = [5, 3, 2], [4, 2, 3]
    encoder = nn.GRU(source_size, H, bidirectional=True).to(dtype)
    decoder = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[cell](size + 2 * H, H).to(dtype)
    fill(encoder, numbers)
    fill(decoder, numbers)
    source = numbers.classes(s_steps, B, count=source_size)
    inputs = numbers.classes(t_steps, B, count=target_size)
    targets = numbers.classes(t_steps, B, count=target_size)
    targets = targets.masked_fill(torch.arange(t_steps)[:, None] >= torch.tensor(target_lengths)[None, :], -1)
    leaves = {"e": numbers.tensor(target_size, size), "w_a": numbers.tensor(H, H), "u_a": numbers.tensor(H, 2 * H),
              "v_a": numbers.tensor(1, H), "w_s": numbers.tensor(H, H),
              "w_hy": numbers.tensor(target_size, 3 * H), "b_y": numbers.tensor(target_size)}

    keys, final = encoder(pack_padded_sequence(F.one_hot(source, source_size).to(dtype), source_lengths))
    keys, _ = pad_packed_sequence(keys, total_length=s_steps)
    s = torch.tanh(final[1] @ leaves["w_s"].T)
    state = (s[None], torch.zeros_like(s)[None]) if cell == "lstm" else s[None]
    outside = torch.arange(s_steps)[:, None] >= torch.tensor(source_lengths)[None, :]
    shown, alphas = [], []
    for t in range(t_steps):
        e = torch.tanh((s @ leaves["w_a"].T)[None] + keys @ leaves["u_a"].T) @ leaves["v_a"][0]
        alpha = torch.softmax(e.masked_fill(outside, float("-inf")), dim=0)
        c = torch.einsum("sb,sbk->bk", alpha, keys)
        x = torch.cat([F.embedding(inputs[t], leaves["e"]), c], dim=1)
        h, state = decoder(x[None], state)
        s = h[0]
        shown.append(torch.cat([s, c], dim=1))
        alphas.append(alpha)
    o = torch.stack(shown) @ leaves["w_hy"].T + leaves["b_y"]
    loss = F.cross_entropy(o.reshape(-1, target_size), targets.reshape(-1), ignore_index=-1, reduction="sum")
    loss.backward()
    leaves.update({f"encoder.{n}": p for n, p in encoder.named_parameters()})
    leaves.update({f"decoder.{n}": p for n, p in decoder.named_parameters()})
    for name, value in {"source": source, "source_lengths": source_lengths, "inputs": inputs, "targets": targets,
                        "alpha": torch.stack(alphas), "o": o, "loss": loss}.items():
        record.put(f"{case}/{name}", value)
    put_leaves(record, case, leaves)


class Model(nn.Module):
    """A module as a user of PyTorch writes it, for its state_dict."""

    def __init__(self, kind, layers, bidirectional, embedding=True, norm=False):
        super().__init__()
        inputs = 4
        self.emb = nn.Embedding(7, inputs) if embedding else None
        self.lstm = kind(inputs, H, num_layers=layers, bidirectional=bidirectional)
        width = H * (2 if bidirectional else 1)
        self.ln = nn.LayerNorm(width) if norm else None
        self.fc = nn.Linear(width, O)

    def forward(self, x):
        h, _ = self.lstm(x if self.emb is None else self.emb(x))
        return self.fc(h if self.ln is None else self.ln(h))


def state_dicts(record, numbers, dtype):
    """Modules with their state_dict, an input and the output."""
    for name, module in {"rnn": Model(nn.RNN, 1, False), "lstm": Model(nn.LSTM, 2, True, norm=True),
                         "gru": Model(nn.GRU, 2, False, embedding=False)}.items():
        module = module.to(dtype)
        fill(module, numbers)
        x = numbers.classes(T, B, count=7) if module.emb is not None else numbers.tensor(T, B, 4, scale=1)
        record.put(f"state_{name}/x", x)
        record.put(f"state_{name}/o", module(x))
        for key, value in module.state_dict().items():
            record.put(f"state_{name}/state/{key}", value)


def optimisers(record, numbers, dtype):
    """Two parameters after each of several settings has made ten steps on E = sum (tanh(x W' + b) - y)^2."""
    x, y = numbers.tensor(8, 4, scale=1).detach(), numbers.tensor(8, 3, scale=1).detach()
    w0, b0 = numbers.tensor(3, 4).detach(), numbers.tensor(1, 3).detach()
    for name, value in {"x": x, "y": y, "w": w0, "b": b0}.items():
        record.put(f"optimiser/{name}", value)

    def run(name, make, clip_norm=None, clip_value=None):
        w, b = w0.clone().requires_grad_(), b0.clone().requires_grad_()
        optimiser = make([w, b])
        for _ in range(10):
            optimiser.zero_grad()
            ((torch.tanh(x @ w.T + b) - y) ** 2).sum().backward()
            if clip_norm is not None:
                # g min(1, limit/|g|), as published; torch's clip_grad_norm_ divides by |g| + 1e-6 instead.
                norm = torch.sqrt((w.grad ** 2).sum() + (b.grad ** 2).sum())
                for p in (w, b):
                    p.grad *= torch.clamp(clip_norm / norm, max=1)
            if clip_value is not None:
                nn.utils.clip_grad_value_([w, b], clip_value)
            optimiser.step()
        record.put(f"optimiser/{name}/w", w)
        record.put(f"optimiser/{name}/b", b)

    run("sgd", lambda p: torch.optim.SGD(p, lr=0.02))
    run("momentum", lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9))
    run("nesterov", lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, nesterov=True))
    run("adagrad", lambda p: torch.optim.Adagrad(p, lr=0.1, eps=1e-8))
    run("adamw", lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1))
    run("adagrad_inside", lambda p: InsideRoot(p))
    run("rmsprop", lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-8))
    run("adam", lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.9, 0.999), eps=1e-8))
    run("clip_norm", lambda p: torch.optim.SGD(p, lr=0.02), clip_norm=1.0)
    run("clip_value", lambda p: torch.optim.SGD(p, lr=0.02), clip_value=0.3)


def write(dtype, name):
    torch.set_num_threads(1)
    record = Record(dtype)
    in_step(record, "rnn_tanh", nn.RNN(I, H), Numbers(1, dtype), dtype, 1)
    in_step(record, "rnn_relu", nn.RNN(I, H, nonlinearity="relu"), Numbers(2, dtype), dtype, 1)
    in_step(record, "lstm", nn.LSTM(I, H), Numbers(3, dtype), dtype, 2)
    in_step(record, "gru", nn.GRU(I, H), Numbers(4, dtype), dtype, 1)
    in_step(record, "lstm_stacked", nn.LSTM(I, H, num_layers=2), Numbers(5, dtype), dtype, 2)
    in_step(record, "rnn_stacked", nn.RNN(I, H, num_layers=3), Numbers(6, dtype), dtype, 1)
    in_step(record, "gru_stacked", nn.GRU(I, H, num_layers=2), Numbers(7, dtype), dtype, 1)
    in_step(record, "rnn_bidirectional", nn.RNN(I, H, bidirectional=True), Numbers(8, dtype), dtype, 1, directions=2)
    in_step(record, "lstm_bidirectional", nn.LSTM(I, H, bidirectional=True), Numbers(9, dtype), dtype, 2, directions=2)
    in_step(record, "rnn_masked", nn.RNN(I, H), Numbers(10, dtype), dtype, 1, lengths=LENGTHS)
    in_step(record, "lstm_masked", nn.LSTM(I, H), Numbers(11, dtype), dtype, 2, lengths=LENGTHS)
    in_step(record, "gru_masked", nn.GRU(I, H), Numbers(12, dtype), dtype, 1, lengths=LENGTHS)
    in_step(record, "lstm_bidirectional_masked", nn.LSTM(I, H, bidirectional=True), Numbers(13, dtype), dtype, 2,
            directions=2, lengths=LENGTHS)
    gru_reset_before(record, Numbers(14, dtype))
    lstm_without_forget_gate(record, Numbers(15, dtype))
    losses(record, Numbers(16, dtype))
    for seed, cell in enumerate(["rnn", "gru", "lstm"]):
        for number, attention in enumerate(["none", "dot", "additive"]):
            seq2seq(record, Numbers(20 + 3 * seed + number, dtype), dtype, attention, cell)
    optimisers(record, Numbers(40, dtype), dtype)
    layers(record, Numbers(50, dtype), dtype)
    for number, cell in enumerate(["rnn", "gru", "lstm"]):
        bahdanau(record, Numbers(51 + number, dtype), dtype, cell)
    state_dicts(record, Numbers(60, dtype), dtype)
    record.write(HERE / name, {"torch": torch.__version__.split("+")[0], "numpy": np.__version__, "script": "record.py"})


if __name__ == "__main__":
    write(torch.float64, "torch-float64.safetensors")
    write(torch.float32, "torch-float32.safetensors")
