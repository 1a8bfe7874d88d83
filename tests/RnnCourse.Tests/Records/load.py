"""Loads a state_dict that the course saved into the modules of record.py, and prints the outputs: load.py FILE TOKENS."""
import json
import struct
import sys

import numpy as np
import torch
from torch import nn

from record import Model

data = open(sys.argv[1], "rb").read()
length = struct.unpack("<Q", data[:8])[0]
header, numbers = json.loads(data[8:8 + length]), data[8 + length:]
state = {}
for name, entry in header.items():
    if name != "__metadata__":
        begin, end = entry["data_offsets"]
        kind = {"F32": np.float32, "F64": np.float64}[entry["dtype"]]
        state[name] = torch.tensor(np.frombuffer(numbers[begin:end], dtype=kind).reshape(entry["shape"]).copy())
module = Model(nn.LSTM, 2, True, norm=True).to(torch.float64)
module.load_state_dict(state)
module.eval()
outputs = module(torch.tensor(json.loads(sys.argv[2])))
print(" ".join(repr(float(number)) for number in outputs.detach().numpy().ravel()))
