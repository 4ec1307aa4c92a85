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
import sys
import tempfile
import time

import numpy as np

import side_by_side

SIZE = 128
TOLERANCE = 1e-4


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

from networks import MobileNetV2, ResNet50, Watershed, load_weights, their_peak  # noqa: E402


def loss_of(outputs, inner, outer, foreground):
    logarithms = outputs[2].clamp(min=1e-7).log()
    cross_entropy = -(logarithms[:, 1:] * foreground + logarithms[:, :1] * (1 - foreground)).mean()
    return F.mse_loss(outputs[0], inner) + F.mse_loss(outputs[1], outer) + cross_entropy


def make_batch(count):
    """Discs on a dark ground: their noisy image, and targets that suit them about as ours do."""
    labels = np.stack([side_by_side.discs(SIZE, 16, seed) for seed in range(count)])[:, None]
    foreground = (labels > 0).astype(np.float32)
    images = foreground + np.random.default_rng(0).normal(0, 0.3, labels.shape).astype(np.float32)
    return images.astype(np.float32), 0.5 * foreground, 0.25 * foreground, foreground


class TheirSide:
    def __init__(self, backbone, batch, folder):
        self.network = Watershed(MobileNetV2() if backbone == "MobileNetV2" else ResNet50())
        load_weights(self.network, os.path.join(folder, "model", "weights.safetensors"))
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
        ours = side_by_side.Server(
            "the benchmark program", command + ["training-step", backbone, str(count), str(SIZE), str(OPTIONS.threads), folder])
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
