#!/usr/bin/env python3
"""A training step of our default watershed network beside the same network trained by PyTorch.

    python3 benchmarks/python/compare_training.py [--backbone MobileNetV2 ResNet50] [--batch 4 16] [--threads 2] [--rounds 7]

PyTorch trains in float32 and its default layout with its own AdamW; we train as Start-ModelTraining does on this
processor. A step is forward, loss, backward and AdamW on a batch that lies ready in memory. The two sides take turns in
one run. First the networks are shown to be the same: their number of weights, and in float32 their outputs and their loss
with the same weights. Prints a table; exits with 1 when the networks differ. Needs the .NET SDK, numpy and torch.
"""

import argparse
import json
import os
import struct
import subprocess
import sys
import tempfile
import time

import numpy as np

import side_by_side

SIZE = 128
TOLERANCE = 1e-4
# Channels, blocks and stride of the first block of MobileNetV2's stages (Sandler et al. 2018, table 2).
MOBILE_STAGES = [(16, 1, 1), (24, 2, 2), (32, 3, 2), (64, 4, 2), (96, 3, 1), (160, 3, 2), (320, 1, 1)]
# The parts behind which MobileNetV2's levels of stride 4, 8, 16 and 32 are taken.
MOBILE_LEVELS = [3, 6, 13, 17]
# Blocks and width of ResNet50's stages (He et al. 2016, table 1).
RESIDUAL_STAGES = [(3, 64), (4, 128), (6, 256), (3, 512)]
MOMENTUM = 0.05


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--backbone", nargs="+", default=["MobileNetV2", "ResNet50"], choices=["MobileNetV2", "ResNet50"])
    parser.add_argument("--batch", nargs="+", type=int, default=[4, 16])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=7)
    return parser.parse_args()


OPTIONS = parse()
# Both sides read it when their libraries are loaded.
os.environ["OMP_NUM_THREADS"] = str(OPTIONS.threads)

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from torch import nn  # noqa: E402


class BehindPadded(nn.Conv2d):
    """A strided convolution padded as TensorFlow does for even sizes: one zero at the bottom and on the right."""

    def forward(self, x):
        return super().forward(F.pad(x, (0, 1, 0, 1)))


def mobile_convolution(inputs, outputs, kernel, stride=1, groups=1):
    convolution = (BehindPadded(inputs, outputs, kernel, stride, 0, groups=groups, bias=False) if stride == 2
                   else nn.Conv2d(inputs, outputs, kernel, 1, kernel // 2, groups=groups, bias=False))
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs, 1e-3, MOMENTUM), nn.ReLU6())


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        parts = [mobile_convolution(inputs, hidden, 1)] if expansion > 1 else []
        parts += [mobile_convolution(hidden, hidden, 3, stride, hidden), nn.Conv2d(hidden, outputs, 1, bias=False), nn.BatchNorm2d(outputs, 1e-3, MOMENTUM)]
        self.conv = nn.Sequential(*parts)
        self.has_shortcut = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.conv(x) if self.has_shortcut else self.conv(x)


class MobileNetV2(nn.Module):
    channels = [24, 32, 96, 320]

    def __init__(self):
        super().__init__()
        parts, inputs = [mobile_convolution(3, 32, 3, 2)], 32
        for channels, blocks, stride in MOBILE_STAGES:
            for i in range(blocks):
                parts.append(InvertedResidual(inputs, channels, stride if i == 0 else 1, 1 if len(parts) == 1 else 6))
                inputs = channels
        self.features = nn.ModuleList(parts)

    def forward(self, x):
        levels = []
        for i, part in enumerate(self.features):
            x = part(x)
            if i in MOBILE_LEVELS:
                levels.append(x)
        return levels


class Bottleneck(nn.Module):
    """Keras' form: the first convolution has the stride, and all convolutions have biases."""

    def __init__(self, inputs, width, stride):
        super().__init__()
        outputs = 4 * width
        self.conv1, self.bn1 = nn.Conv2d(inputs, width, 1, stride), nn.BatchNorm2d(width, 1.001e-5, MOMENTUM)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, 1, 1), nn.BatchNorm2d(width, 1.001e-5, MOMENTUM)
        self.conv3, self.bn3 = nn.Conv2d(width, outputs, 1), nn.BatchNorm2d(outputs, 1.001e-5, MOMENTUM)
        self.downsample = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs, 1.001e-5, MOMENTUM))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = F.relu(self.bn2(self.conv2(y)))
        return F.relu(self.bn3(self.conv3(y)) + self.downsample(x))


class ResNet50(nn.Module):
    channels = [256, 512, 1024, 2048]

    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 64, 7, 2, 3), nn.BatchNorm2d(64, 1.001e-5, MOMENTUM)
        inputs = 64
        for stage, (blocks, width) in enumerate(RESIDUAL_STAGES):
            parts = []
            for i in range(blocks):
                parts.append(Bottleneck(inputs, width, 2 if i == 0 and stage > 0 else 1))
                inputs = 4 * width
            self.add_module(f"layer{stage + 1}", nn.Sequential(*parts))

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        levels = []
        for stage in (self.layer1, self.layer2, self.layer3, self.layer4):
            x = stage(x)
            levels.append(x)
        return levels


def doubled(x):
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


class Pyramid(nn.Module):
    def __init__(self, channels, width=256):
        super().__init__()
        self.lateral = nn.ModuleList([nn.Conv2d(n, width, 1) for n in channels])
        self.output = nn.ModuleList([nn.Conv2d(width, width, 3, padding=1)])

    def forward(self, levels):
        merged = None
        for level, lateral in reversed(list(zip(levels, self.lateral))):
            merged = lateral(level) if merged is None else doubled(merged) + lateral(level)
        return self.output[0](merged)


class Head(nn.Module):
    def __init__(self, outputs):
        super().__init__()
        self.convolutions = nn.ModuleList([nn.Conv2d(256, 64, 3, padding=1), nn.Conv2d(64, 64, 3, padding=1)])
        self.hidden, self.norm = nn.Conv2d(64, 128, 1), nn.BatchNorm2d(128, 1e-3, MOMENTUM)
        self.output = nn.Conv2d(128, outputs, 1)

    def forward(self, x):
        x = F.relu(self.convolutions[1](doubled(F.relu(self.convolutions[0](x)))))
        return doubled(self.output(F.relu(self.norm(self.hidden(x)))))


class Watershed(nn.Module):
    """Inner distance, outer distance and foreground of a grey image."""

    def __init__(self, backbone):
        super().__init__()
        self.channels = nn.Conv2d(1, 3, 1)
        self.backbone = backbone
        self.pyramid = Pyramid(backbone.channels)
        self.heads = nn.ModuleList([Head(1), Head(1), Head(2)])

    def forward(self, x):
        features = self.pyramid(self.backbone(self.channels(x)))
        inner, outer, foreground = (head(features) for head in self.heads)
        if not self.training:
            inner, outer = F.relu(inner), F.relu(outer)
        return inner, outer, F.softmax(foreground, 1)


def loss_of(outputs, inner, outer, foreground):
    logarithms = outputs[2].clamp(min=1e-7).log()
    cross_entropy = -(logarithms[:, 1:] * foreground + logarithms[:, :1] * (1 - foreground)).mean()
    return F.mse_loss(outputs[0], inner) + F.mse_loss(outputs[1], outer) + 0.1 * cross_entropy


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    types = {"F32": np.float32, "I64": np.int64}
    return {name: torch.from_numpy(np.frombuffer(data[slice(*entry["data_offsets"])], types[entry["dtype"]]).reshape(entry["shape"]).copy())
            for name, entry in header.items() if name != "__metadata__"}


def make_batch(count):
    """Discs on a dark ground: their noisy image, and targets that suit them about as ours do."""
    labels = np.stack([side_by_side.discs(SIZE, 16, seed) for seed in range(count)])[:, None]
    foreground = (labels > 0).astype(np.float32)
    images = foreground + np.random.default_rng(0).normal(0, 0.3, labels.shape).astype(np.float32)
    return images.astype(np.float32), 0.5 * foreground, 0.25 * foreground, foreground


class OurSide:
    """The benchmark program, which answers each order by a line of JSON."""

    def __init__(self, command, backbone, batch, folder):
        arguments = [backbone, str(batch), str(SIZE), str(OPTIONS.threads), folder]
        self.process = subprocess.Popen(command + ["training-step"] + arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.facts = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        return json.loads(line) if line else sys.exit("the benchmark program failed")

    def ask(self, order):
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()
        return self.answer()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class TheirSide:
    def __init__(self, backbone, batch, folder):
        self.network = Watershed(MobileNetV2() if backbone == "MobileNetV2" else ResNet50())
        weights = read_safetensors(os.path.join(folder, "model", "weights.safetensors"))
        # Ours are never asked how many batches they have seen.
        kept = {name: value for name, value in self.network.state_dict().items() if name.endswith("num_batches_tracked")}
        self.network.load_state_dict({**kept, **weights})
        self.batch = [torch.from_numpy(part) for part in batch]
        self.optimizer = torch.optim.AdamW(self.network.parameters(), 1e-4, (0.9, 0.999), 1e-8, 1e-4)

    def outputs(self):
        self.network.eval()
        with torch.no_grad():
            return self.network(self.batch[0])

    def learn(self, count):
        self.network.train()
        times, before = [], time.process_time()
        for _ in range(count):
            start = time.perf_counter()
            self.optimizer.zero_grad(set_to_none=True)
            loss = loss_of(self.network(self.batch[0]), *self.batch[1:])
            value = loss.item()
            loss.backward()
            self.optimizer.step()
            times.append(1000 * (time.perf_counter() - start))
        assert np.isfinite(value)
        return {"Milliseconds": times, "ProcessorMilliseconds": 1000 * (time.process_time() - before) / count}

    def loss(self):
        self.network.train()
        saved = {name: value.clone() for name, value in self.network.state_dict().items()}
        with torch.no_grad():
            value = loss_of(self.network(self.batch[0]), *self.batch[1:]).item()
        self.network.load_state_dict(saved)
        return value


def their_peak(repeats):
    """GFLOP/s of the convolution that our side measures, in float32 and the default layout."""
    x, kernel = torch.randn(8, 256, 64, 64), torch.randn(256, 256, 3, 3)
    times = []
    with torch.no_grad():
        for _ in range(repeats):
            start = time.perf_counter()
            F.conv2d(x, kernel, padding=1)
            times.append(time.perf_counter() - start)
    return 2 * 8 * 256 * 256 * 64 * 64 * 9 / min(times) / 1e9


def check(ours, theirs, folder):
    """Whether the two networks are the same, and a sentence about it."""
    parameters = sum(p.numel() for p in theirs.network.parameters())
    worst = 0
    for i, expected in enumerate(theirs.outputs()):
        actual = np.fromfile(os.path.join(folder, f"output{i}.raw"), np.float32).reshape(expected.shape)
        worst = max(worst, float(np.abs(actual - expected.numpy()).max() / expected.abs().max()))
    loss = theirs.loss()
    same = parameters == ours.facts["ParameterCount"] and worst <= TOLERANCE and abs(loss - ours.facts["Loss"]) <= TOLERANCE * loss
    return same, (f"{parameters:,} weights there and {ours.facts['ParameterCount']:,} here, loss {loss:.6f} and {ours.facts['Loss']:.6f}, "
                  f"outputs differ by at most {worst:.1e} of the largest")


def compare(command, backbone, count):
    batch = make_batch(count)
    with tempfile.TemporaryDirectory() as folder:
        for name, part in zip(["images", "inner", "outer", "foreground"], batch):
            part.tofile(os.path.join(folder, name + ".raw"))
        ours = OurSide(command, backbone, count, folder)
        theirs = TheirSide(backbone, batch, folder)
        same, text = check(ours, theirs, folder)
        print(f"{backbone}, batch {count}: {text}", flush=True)
        if not same:
            sys.exit("the networks differ")
        steps = max(1, 16 // count)
        sides = [("ours", lambda n: ours.ask(f"learn {n}")), ("theirs", theirs.learn)]
        times, processor = {name: [] for name, _ in sides}, {name: [] for name, _ in sides}
        for name, learn in sides:
            learn(2 + steps)
        for _ in range(OPTIONS.rounds):
            for name, learn in sides:
                answer = learn(steps)
                times[name].append(float(np.median(answer["Milliseconds"])))
                processor[name].append(answer["ProcessorMilliseconds"])
        peaks = [ours.ask(f"peak {ours.facts['Precision']} 10"), ours.ask("peak Float32 5"), their_peak(5)]
        ours.close()
    mine, other = (float(np.median(times[name])) for name in ("ours", "theirs"))
    mine_used, other_used = (float(np.median(processor[name])) for name in ("ours", "theirs"))
    work = ours.facts["GigaflopPerStep"]
    return (f"| {backbone} | {count} | {mine:.0f} | {other:.0f} | {mine / other:.2f} | {mine_used:.0f} | {other_used:.0f} "
            f"| {work:.1f} | {work / mine * 1000:.0f} | {peaks[0]:.0f} | {work / mine * 1000 / peaks[0]:.0%} "
            f"| {peaks[1]:.0f} | {work / other * 1000:.0f} | {peaks[2]:.0f} | {work / other * 1000 / peaks[2]:.0%} |")


def main():
    torch.set_num_threads(OPTIONS.threads)
    command = side_by_side.build()
    rows = [compare(command, backbone, count) for backbone in OPTIONS.backbone for count in OPTIONS.batch]
    print(f"\nMedians of {OPTIONS.rounds} turns, {OPTIONS.threads} threads, torch {torch.__version__}; a step counts as three forward passes.\n")
    print("| backbone | batch | ours, ms | PyTorch, ms | ratio | processor time, ours, ms | PyTorch, ms "
          "| GFLOP a step | GFLOP/s, ours | peak, bfloat16 | share "
          "| peak, float32 | GFLOP/s, PyTorch | its peak | share |")
    print("| --- |" + " ---: |" * 14)
    print("\n".join(rows))


if __name__ == "__main__":
    main()
