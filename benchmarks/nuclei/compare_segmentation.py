#!/usr/bin/env python3
"""A watershed model, file to label file, beside the same network in PyTorch with scikit-image's post-processing.

    python3 benchmarks/nuclei/compare_segmentation.py IMAGE.tif [--model FOLDER] [--size 512 1024] [--threads 2] [--rounds 7] [--truth LABELS.tif]
        [--pwsh PWSH]

The model is the bundled one where no folder is named; others have its graph or the default one, on MobileNetV2 or ResNet50. The
network's seconds are theirs without reading and decoding; ours include the decoding, which is part of the same pass.

IMAGE.tif is a grey image of nuclei, which is repeated, every other time mirrored, to each size. Our side is one PowerShell that
calls Invoke-CellSegmentation for each file, as a user does; theirs reads and writes TIFF with tifffile, in PyTorch's default
layout and in channels-last, both in float32. All take turns in one run, each in a process of its own with as many threads. The
share is that of the rate of the fastest convolution that PyTorch reaches here, by the time of a whole file. Prints a table, and
how far both find the same cells: objects of an IoU of at least 0.9, and of 0.6 with those of LABELS.tif. Needs the staged module
(./build.sh build), and numpy, scipy, scikit-image, tifffile and torch.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "python"))

from side_by_side import Server  # noqa: E402


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("image", nargs="?")
    parser.add_argument("--model", default="nuclei")
    parser.add_argument("--size", nargs="+", type=int, default=[512, 1024])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--truth")
    parser.add_argument("--pwsh", nargs="+", default=["pwsh"])
    parser.add_argument("--serve", nargs=2, metavar=("LAYOUT", "WEIGHTS"), help=argparse.SUPPRESS)
    return parser.parse_args()


OPTIONS = parse()
# All sides read it when their libraries are loaded.
os.environ["OMP_NUM_THREADS"] = str(OPTIONS.threads)


def serve(layout, weights):
    """Their side: answers each line of standard input, FILE|FOLDER, by a line of JSON."""
    import tifffile
    import torch
    from scipy.ndimage import binary_fill_holes, find_objects, gaussian_filter, label
    from skimage.morphology import h_maxima
    from skimage.segmentation import watershed

    from networks import load_weights, of_settings, their_peak

    torch.set_num_threads(OPTIONS.threads)
    with open(os.path.join(os.path.dirname(weights), "model.json"), encoding="utf-8") as file:
        settings = json.load(file)
    decoder = settings["decoder"]
    network = of_settings(settings["specification"]).eval()
    load_weights(network, weights)
    memory_format = torch.channels_last if layout == "channels-last" else torch.contiguous_format
    network = network.to(memory_format=memory_format)
    print(json.dumps({"Peak": their_peak(5)}), flush=True)
    for line in sys.stdin:
        path, folder = line.strip().split("|")
        start = time.perf_counter()
        image = tifffile.imread(path).astype(np.float32)
        low, high = np.percentile(image, [1, 99.8])
        with torch.no_grad():
            x = torch.from_numpy((image - low) / (high - low))[None, None].to(memory_format=memory_format)
            inner, outer, foreground = (part[0, -1].contiguous().numpy() for part in network(x))
        middle = time.perf_counter()
        markers_of = inner * outer if decoder["markerSource"] == "Product" else inner
        if decoder["innerSmoothing"] > 0:
            markers_of = gaussian_filter(markers_of, decoder["innerSmoothing"])
        if decoder["outerSmoothing"] > 0:
            outer = gaussian_filter(outer, decoder["outerSmoothing"])
        mask = foreground > decoder["foregroundThreshold"]
        peaks = h_maxima(markers_of, decoder["prominence"]).astype(bool) & (markers_of > decoder["detectionThreshold"])
        labels = watershed(-outer, label(peaks, np.ones((3, 3)))[0], mask=mask)
        if decoder["fillHoles"]:
            for index, part in enumerate(find_objects(labels), 1):
                if part is not None:
                    labels[part][binary_fill_holes(labels[part] == index)] = index
        tifffile.imwrite(os.path.join(folder, os.path.basename(path)[:-4] + "_theirs.tif"), labels.astype(np.uint16), compression="zlib")
        end = time.perf_counter()
        print(json.dumps({
            "Seconds": end - start, "Network": middle - start, "Cells": int(labels.max()),
            "Megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}), flush=True)


def repeated(image, size):
    """The image, and its mirror images beside it, as many as fill a square."""
    height, width = image.shape
    return np.pad(image, ((0, max(0, size - height)), (0, max(0, size - width))), "symmetric")[:size, :size]


def agreement(ours, theirs, least=0.9):
    """The F1 of objects of one label image that have so large an IoU with one of the other."""
    pairs, counts = np.unique(np.stack([ours.ravel(), theirs.ravel()]), axis=1, return_counts=True)
    areas, other_areas = np.bincount(ours.ravel()), np.bincount(theirs.ravel())
    matched = sum(count / (areas[a] + other_areas[b] - count) >= least for (a, b), count in zip(pairs.T, counts) if a and b)
    return 2 * matched / (np.count_nonzero(areas[1:]) + np.count_nonzero(other_areas[1:]))


def main():
    import tifffile
    from skimage.measure import label

    server = os.path.join(HERE, "segment_server.ps1")
    ours = Server("PowerShell", OPTIONS.pwsh + ["-NoProfile", "-NonInteractive", "-File", server, "-Model", OPTIONS.model])
    me = [sys.executable, os.path.abspath(__file__), "--threads", str(OPTIONS.threads), "--serve"]
    layouts = ["default", "channels-last"]
    theirs = [Server(layout, me + [layout, ours.facts["Weights"]]) for layout in layouts]
    peak = max(side.facts["Peak"] for side in theirs)
    print(f"{ours.facts['GFlop']:.1f} GFLOP a megapixel; convolutions reach {peak:.0f} GFLOP/s in float32 here\n")
    print("| size | side | seconds | megapixels a second | times ours in float32 | GFLOP/s | share of the peak | cells | memory, MB | network, s |")
    print("| ---: | --- |" + " ---: |" * 8)
    source = tifffile.imread(OPTIONS.image)
    with tempfile.TemporaryDirectory() as folder:
        for size in OPTIONS.size:
            path = os.path.join(folder, f"{size}.tif")
            tifffile.imwrite(path, repeated(source, size))
            sides = [("ours, float32", lambda: ours.ask(f"{path}|{folder}|Float32")), ("ours, bfloat16", lambda: ours.ask(f"{path}|{folder}|BFloat16"))]
            sides += [(f"PyTorch, {side.name}", lambda side=side: side.ask(f"{path}|{folder}")) for side in theirs]
            answers = {name: [] for name, _ in sides}
            for turn in range(OPTIONS.rounds + 1):
                for name, ask in sides:
                    answer = ask()
                    # The first turn is for caches and buffers.
                    answers[name] += [answer] if turn > 0 else []
                    if name == "ours, float32":
                        kept = tifffile.imread(os.path.join(folder, f"{size}_labels.tif"))
            seconds = {name: float(np.median([answer["Seconds"] for answer in answers[name]])) for name, _ in sides}
            for name, _ in sides:
                rate = ours.facts["GFlop"] * size * size / 1e6 / seconds[name]
                last = answers[name][-1]
                print(f"| {size} | {name} | {seconds[name]:.3f} | {size * size / 1e6 / seconds[name]:.2f} | {seconds[name] / seconds['ours, float32']:.2f} "
                      f"| {rate:.0f} | {rate / peak:.0%} | {last['Cells']} | {last['Megabytes']} "
                      f"| {float(np.median([answer['Network'] for answer in answers[name]])):.3f} |")
            others = tifffile.imread(os.path.join(folder, f"{size}_theirs.tif"))
            same = agreement(kept, others)
            parts = [answer["Network"] / answer["Seconds"] for answer in answers["PyTorch, channels-last"]]
            print(f"\n{size}: F1 of ours against theirs at an IoU of 0.9: {same:.3f}; the network is {np.median(parts):.0%} of their channels-last time\n",
                  flush=True)
            if OPTIONS.truth:
                # A cell and its mirror image have one number.
                truth = label(repeated(tifffile.imread(OPTIONS.truth), size), connectivity=1)
                print(f"{size}: F1 against the truth at an IoU of 0.6: ours {agreement(truth, kept, 0.6):.4f}, theirs {agreement(truth, others, 0.6):.4f}\n")
    for side in [ours, *theirs]:
        side.close()


if __name__ == "__main__":
    serve(*OPTIONS.serve) if OPTIONS.serve else main()
