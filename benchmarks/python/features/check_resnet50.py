#!/usr/bin/env python3
"""The features C1 to C5 of our ResNet50 beside those of torchvision's resnet50, with weights of torchvision's names and shapes.

    python3 benchmarks/python/features/check_resnet50.py [WEIGHTS.pth|WEIGHTS.safetensors ...] [--write-cases]

Twice without arguments: with weights by a formula, which the tests make again, and with torchvision's own start weights and running
statistics at random. Files that are given are compared as well. --write-cases also replaces the expected features that the tests hold.
Exits with 1 when a feature differs by more than 1e-4 of its level's standard deviation. Needs the .NET SDK, numpy, scikit-image, torch
and torchvision.
"""

import hashlib
import json
import os
import struct
import sys
import tempfile

import numpy as np
import torch
import torchvision

import check_mobilenet

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import side_by_side  # noqa: E402

CASES = os.path.join(os.path.dirname(check_mobilenet.CASES), "resnet50-cases.json")


def formula(number, shape, name):
    """The weights of the tests, from the position of a tensor among all: numbers in [-0.5, 0.5) of a hash, which are then scaled."""
    count = int(np.prod(shape))
    x = np.arange(count, dtype=np.uint32) * np.uint32(2654435761) + np.uint32(number * 0x9E3779B9 % 2**32)
    x ^= x >> np.uint32(16)
    x *= np.uint32(2246822519)
    x ^= x >> np.uint32(13)
    u = x.astype(np.float64) / 2**32 - 0.5
    if len(shape) == 4:
        values = u * 2 * np.sqrt(6 / np.prod(shape[1:]))
    elif name.endswith(("running_var", "weight")) and len(shape) == 1:
        values = 1 + 0.4 * u
    else:
        values = 0.2 * u
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def write_safetensors(path, weights):
    header, data = {}, []
    position = 0
    for name, tensor in weights.items():
        array = np.ascontiguousarray(tensor.numpy())
        kind = {np.dtype(np.float32): "F32", np.dtype(np.int64): "I64"}[array.dtype]
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [position, position + array.nbytes]}
        position += array.nbytes
        data.append(array.tobytes())
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(data))


def features(model, image):
    """C1 ... C5 of an image [3, H, W] by torchvision's own modules."""
    with torch.no_grad():
        x = model.relu(model.bn1(model.conv1(torch.from_numpy(image)[None])))
        levels = [x]
        x = model.maxpool(x)
        for stage in (model.layer1, model.layer2, model.layer3, model.layer4):
            levels.append(x := stage(x))
    return [level[0].numpy() for level in levels]


def new_model(weights):
    model = torchvision.models.resnet50()
    model.load_state_dict(weights)
    return model.eval()


def random_weights():
    torch.manual_seed(0)
    weights = torchvision.models.resnet50().state_dict()
    for name, tensor in weights.items():
        if name.endswith(("running_mean", ".bias")):
            tensor.normal_(0, 0.1)
        elif name.endswith("running_var"):
            tensor.uniform_(0.5, 1.5)
    return weights


def main():
    command = side_by_side.build()
    blank = torchvision.models.resnet50().state_dict()
    by_formula = {name: tensor if tensor.dtype == torch.int64 else formula(i, tuple(tensor.shape), name) for i, (name, tensor) in enumerate(blank.items())}
    images = [("formula", check_mobilenet.formula_image(96))] + list(check_mobilenet.real_images([]))
    if "--write-cases" in sys.argv:
        names = "".join(f"{name} {list(tensor.shape)}\n" for name, tensor in blank.items())
        further = {"torchvision": torchvision.__version__, "names": hashlib.sha256(names.encode()).hexdigest()}
        check_mobilenet.write_cases(features(new_model(by_formula), images[0][1]), 96, CASES, further)
    sets = [("weights by a formula", by_formula), ("start weights of torchvision", random_weights())]
    for path in (a for a in sys.argv[1:] if a != "--write-cases"):
        sets.append((os.path.basename(path), torch.load(path) if path.endswith(".pth") else check_mobilenet.read_safetensors(path)[0]))
    worst = 0
    for title, weights in sets:
        model = new_model(weights)
        print(f"{title}: {len(weights)} tensors, torchvision {torchvision.__version__}, torch {torch.__version__}")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "resnet50.safetensors")
            write_safetensors(path, weights)
            worst = max(worst, check_mobilenet.compare(
                images, lambda image: features(model, image), lambda image: check_mobilenet.our_features(command, path, image, "ResNet50")))
    print(f"largest difference, in standard deviations of its level: {worst:.1e}")
    sys.exit(not worst <= check_mobilenet.TOLERANCE)


if __name__ == "__main__":
    main()
