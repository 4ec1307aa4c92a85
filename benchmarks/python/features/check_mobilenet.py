#!/usr/bin/env python3
"""The features C1 to C5 of our MobileNetV2 beside the same network written down a second time, in plain PyTorch functions.

    python3 benchmarks/python/features/check_mobilenet.py [WEIGHTS.safetensors [IMAGE ...]] [--write-cases]

Without arguments: ../shared/weights/mobilenet_v2_imagenet.safetensors and scikit-image's photographs. The file is read
by a reader of its own; batch-norm epsilon and padding are those of its metadata. --write-cases also replaces the expected
features of a formula's image that the tests hold. Exits with 1 when a feature differs by more than 1e-4 of its level's
standard deviation. Needs the .NET SDK, numpy, scikit-image and torch.
"""

import json
import os
import struct
import subprocess
import sys
import tempfile

import numpy as np
import skimage.data
import skimage.io
import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import side_by_side  # noqa: E402

TOLERANCE = 1e-4
WEIGHTS = os.path.join(os.path.dirname(side_by_side.ROOT), "shared", "weights", "mobilenet_v2_imagenet.safetensors")
CASES = os.path.join(side_by_side.ROOT, "tests", "CellSeg.Core.Tests", "Cases", "mobilenet-cases.json")
# Channels, blocks, stride of the first block (Sandler et al. 2018, table 2); expansion is 6 but for the first block.
STAGES = [(16, 1, 1), (24, 2, 2), (32, 3, 2), (64, 4, 2), (96, 3, 1), (160, 3, 2), (320, 1, 1)]
# The last part of each stride.
LEVELS = [1, 3, 6, 13, 17]


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    metadata = header.pop("__metadata__", {})
    types = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
    return {name: torch.from_numpy(np.frombuffer(data[slice(*entry["data_offsets"])], types[entry["dtype"]]).reshape(entry["shape"]).copy())
            for name, entry in header.items()}, metadata


def features(image, weights, metadata):
    """C1 ... C5 of an image [3, H, W]."""
    epsilon = float(metadata.get("batch_norm_eps", 1e-5))
    is_same = metadata.get("padding") == "tensorflow-same"

    def convolution(x, name, stride=1, groups=1):
        kernel = weights[name + ".weight"]
        padding = kernel.shape[2] // 2
        if is_same and stride == 2:
            # "Same" of TensorFlow for even sizes: 1 in all, behind.
            x, padding = F.pad(x, (0, 1, 0, 1)), 0
        return F.conv2d(x, kernel, None, stride, padding, 1, groups)

    def norm(x, name):
        mean, variance, scale, shift = (weights[f"{name}.{part}"].view(1, -1, 1, 1) for part in ("running_mean", "running_var", "weight", "bias"))
        return (x - mean) / torch.sqrt(variance + epsilon) * scale + shift

    def block(x, name, stride=1, groups=1):
        return norm(convolution(x, name + ".0", stride, groups), name + ".1").clamp(0, 6)

    levels = []
    x, part = block(torch.from_numpy(image)[None], "features.0", 2), 1
    for channels, blocks, first_stride in STAGES:
        for i in range(blocks):
            name, stride, before = f"features.{part}.conv", first_stride if i == 0 else 1, x
            step = 0
            if part > 1:
                x, step = block(x, f"{name}.0"), 1
            x = block(x, f"{name}.{step}", stride, x.shape[1])
            x = norm(convolution(x, f"{name}.{step + 1}"), f"{name}.{step + 2}")
            if stride == 1 and before.shape[1] == channels:
                x = x + before
            if part in LEVELS:
                levels.append(x[0].numpy())
            part += 1
    return levels


def formula_image(size):
    """The image of the test: no file, and no two pixels alike."""
    c, y, x = np.meshgrid(np.arange(3), np.arange(size), np.arange(size), indexing="ij")
    return np.sin(0.1 * (c + 1) * y + 0.05 * x).astype(np.float32)


def real_images(paths):
    """8-bit images, grey or colour, cut to multiples of 32."""
    named = [(os.path.basename(path), skimage.io.imread(path)) for path in paths]
    for title, image in named or [("astronaut", skimage.data.astronaut()), ("coffee", skimage.data.coffee())]:
        image = np.atleast_3d(image)[..., :3]
        image = np.repeat(image, 3, axis=2) if image.shape[2] == 1 else image
        height, width = (size // 32 * 32 for size in image.shape[:2])
        yield title, np.ascontiguousarray((image[:height, :width].astype(np.float32) / 127.5 - 1).transpose(2, 0, 1))


def our_features(command, weights, image, backbone="MobileNetV2"):
    with tempfile.TemporaryDirectory() as folder:
        image.tofile(os.path.join(folder, "image.raw"))
        subprocess.run(command + ["features", weights, folder] + [str(n) for n in image.shape[1:]] + [backbone], check=True)
        return [np.fromfile(os.path.join(folder, f"C{i + 1}.raw"), np.float32) for i in range(len(LEVELS))]


def write_cases(levels, size, path=CASES, further=None):
    def case(level):
        flat = level.ravel()
        places = np.linspace(0, flat.size - 1, 12).astype(int)
        return {"shape": list(level.shape), "mean": float(flat.mean(dtype=np.float64)), "std": float(flat.std(dtype=np.float64)),
                "places": places.tolist(), "values": [round(float(v), 6) for v in flat[places]]}

    with open(path, "w") as file:
        json.dump({**(further or {}), "size": size, "image": "sin(0.1 (c + 1) y + 0.05 x)", "levels": [case(level) for level in levels]}, file, indent=1)
        file.write("\n")


def main():
    arguments = [a for a in sys.argv[1:] if a != "--write-cases"]
    path = arguments[0] if arguments else WEIGHTS
    weights, metadata = read_safetensors(path)
    command = side_by_side.build()
    images = [("formula", formula_image(96))] + list(real_images(arguments[1:]))
    print(f"{os.path.basename(path)}: {len(weights)} tensors, {metadata}")
    if "--write-cases" in sys.argv:
        write_cases(features(images[0][1], weights, metadata), 96)
    worst = compare(images, lambda image: features(image, weights, metadata), lambda image: our_features(command, path, image))
    print(f"largest difference, in standard deviations of its level: {worst:.1e}")
    sys.exit(not worst <= TOLERANCE)


def compare(images, their_features, our_features):
    """Prints and returns the largest difference, in standard deviations of its level."""
    worst = 0
    for title, image in images:
        theirs, ours = their_features(image), our_features(image)
        differences = [float(np.abs(a - b.ravel()).max() / b.std()) for a, b in zip(ours, theirs)]
        worst = max(worst, *differences)
        print(f"{title:>24.24} {image.shape[1]}x{image.shape[2]}: " + ", ".join(f"C{i + 1} {d:.1e}" for i, d in enumerate(differences)))
    return worst


if __name__ == "__main__":
    main()
