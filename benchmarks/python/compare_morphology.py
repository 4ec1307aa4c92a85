"""Compares the morphology of CellSeg with SciPy and scikit-image: pixels of difference and milliseconds.

    dotnet build -c Release benchmarks/CellSeg.Comparison
    python3 benchmarks/python/compare_morphology.py --console PATH/CellSeg.Comparison.dll [--zip stage1_train.zip]
        [--include fluorescence.txt] [--ceiling [ROWS]] [--lost ROWS] [--cases 10000] [--repeats 21] [--seed 0]

Needs numpy, scipy, scikit-image and, for --zip (BBBC038 stage1_train), Pillow. Everything runs on one core.
"""
import argparse
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import zipfile

import numpy as np
from scipy import ndimage as ndi
from skimage.feature import peak_local_max
from skimage.filters import gaussian
from skimage.measure import label as label_regions
from skimage.segmentation import watershed


class Folder:
    """Arrays of several images, one file a kind, as the console reads and writes them."""

    def __init__(self, path, shapes):
        self.path = pathlib.Path(path)
        self.shapes = shapes
        np.array(shapes, np.int32).tofile(self.path / "shapes.i32")

    def write(self, name, arrays, dtype):
        np.concatenate([np.asarray(a, dtype).ravel() for a in arrays]).tofile(self.path / name)

    def read(self, name, dtype):
        flat = np.fromfile(self.path / name, dtype)
        ends = np.cumsum([h * w for h, w in self.shapes])
        return [part.reshape(shape) for part, shape in zip(np.split(flat, ends[:-1]), self.shapes)]

    def run(self, console, operations, repeats=0):
        command = ["dotnet", console] if console.endswith(".dll") else [console]
        output = subprocess.run(
            command + [str(self.path), ",".join(operations), str(repeats)], check=True, capture_output=True, text=True)
        return {line.split()[0]: float(line.split()[1]) for line in output.stdout.splitlines()}


def random_case(rng):
    """A small landscape with plateaus or without, a mask and markers, some of them tied or touching."""
    shape = tuple(rng.integers(1, 33, 2))
    kind = rng.integers(5)
    if kind == 0:
        levels = rng.random(shape)
    elif kind == 1:
        levels = rng.integers(0, rng.integers(1, 12), shape).astype(float)
    elif kind == 2:
        levels = ndi.gaussian_filter(rng.normal(size=shape), rng.uniform(0.5, 3))
    elif kind == 3:
        levels = -ndi.distance_transform_edt(ndi.gaussian_filter(rng.normal(size=shape), 2) > -0.05)
    else:
        levels = np.round(ndi.gaussian_filter(rng.normal(size=shape), 1.5), 2)
    levels = levels.astype(np.float32)
    mask = np.ones(shape, bool) if rng.random() < 0.3 else ndi.gaussian_filter(rng.normal(size=shape), 1.5) > rng.normal(0, 0.1)
    markers = np.zeros(shape, np.int32)
    count = rng.integers(0, 12)
    markers[rng.integers(0, shape[0], count), rng.integers(0, shape[1], count)] = rng.integers(1, count + 1, count)
    if rng.random() < 0.3:
        markers = np.kron(markers, np.ones((2, 2), np.int32))[: shape[0], : shape[1]]
    return levels, mask, markers


def has_ties(levels, mask, markers):
    """Whether two marker pixels of one connected piece of the mask have one value: which of them is taken first is up to
    scikit-image's heap, here to raster order."""
    pieces, _ = ndi.label(mask)
    seeds = mask & (markers > 0)
    return len(set(zip(pieces[seeds], levels[seeds]))) < np.count_nonzero(seeds)


def report(name, differing, total, images, bad):
    print(f"{name:<44} {differing:>10} of {total:>11} pixels differ, in {bad} of {images} images")


def compare_watershed(console, name, cases):
    """Floods the cases without tied marker pixels."""
    levels, masks, markers = zip(*(case for case in cases if not has_ties(*case)))
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(path, [m.shape for m in masks])
        folder.write("levels.f32", [-l for l in levels], np.float32)  # CellSeg floods the highest first
        folder.write("mask.u8", masks, np.uint8)
        folder.write("markers.i32", markers, np.int32)
        folder.run(console, ["watershed"])
        differences = [
            int((ours != watershed(l, k, mask=m)).sum())
            for ours, l, m, k in zip(folder.read("watershed.i32", np.int32), levels, masks, markers)]
    report(name, sum(differences), sum(m.size for m in masks), len(masks), sum(d > 0 for d in differences))


def read_truth(zip_path, include):
    """Label images of BBBC038 stage1_train: one mask file a cell."""
    with zipfile.ZipFile(zip_path) as archive:
        from PIL import Image
        masks = {}
        for name in archive.namelist():
            parts = name.split("/")
            if name.endswith(".png") and "masks" in parts:
                masks.setdefault(parts[parts.index("masks") - 1], []).append(name)
        wanted = sorted(masks) if include is None else include
        for image in wanted:
            labels = None
            for number, name in enumerate(sorted(masks[image]), 1):
                mask = np.asarray(Image.open(io.BytesIO(archive.read(name))))
                mask = mask if mask.ndim == 2 else mask[..., 0]
                labels = np.zeros(mask.shape, np.int32) if labels is None else labels
                # As in the library, the first mask keeps the pixels that two of them claim.
                labels[(mask > 0) & (labels == 0)] = number
            yield labels


def truth_cases(labels):
    """Floods on exact distances, plain and divided by each cell's own maximum, from peaks and from plateaus."""
    for truth in labels:
        distance = ndi.distance_transform_edt(truth > 0)
        highest = np.maximum(ndi.maximum(distance, truth, np.arange(truth.max() + 1)), 1)
        for levels in (-distance, -distance / highest[truth]):
            levels = levels.astype(np.float32)
            peaks = np.zeros(truth.shape, bool)
            peaks[tuple(peak_local_max(-levels, min_distance=5, exclude_border=False).T)] = True
            yield levels, truth > 0, ndi.label(peaks, np.ones((3, 3)))[0]
            plateaus = (ndi.maximum_filter(-levels, 7) == -levels) & (truth > 0)
            yield levels, truth > 0, ndi.label(plateaus, np.ones((3, 3)))[0]


def report_ceiling(console, truth, mode, rows):
    with tempfile.TemporaryDirectory() as path:
        Folder(path, [labels.shape for labels in truth]).write("labels.i32", truth, np.int32)
        print(f"{len(truth)} images, {sum(len(np.unique(labels)) - 1 for labels in truth)} cells")
        command = ["dotnet", console] if console.endswith(".dll") else [console]
        sys.stdout.flush()
        subprocess.run(command + [path, mode, rows], check=True)


def draw_nuclei(rng, size, count):
    """Discs of 5 to 15 pixels' radius at random places, each pixel with the nearest centre's label."""
    labels = np.zeros((size, size), np.int32)
    best = np.full((size, size), np.inf)
    for number in range(1, count + 1):
        y, x, radius = rng.uniform(0, size), rng.uniform(0, size), rng.uniform(6, 13.5)
        top, left = max(0, int(y - radius)), max(0, int(x - radius))
        part = np.s_[top: int(y + radius) + 2, left: int(x + radius) + 2]
        rows, columns = np.mgrid[part]
        rows, columns = rows[: size - top, : size - left], columns[: size - top, : size - left]
        reach = np.hypot(rows - y, columns - x) / radius
        inside = (reach < 1) & (reach < best[part])
        labels[part][inside] = number
        best[part][inside] = reach[inside]
    return labels


def least_ms(action, repeats):
    """The least of several runs: what else the machine does can only add to it."""
    action()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - start))
    return min(times)


def scipy_targets(labels):
    """Both distance maps of 2020 in array form: one transform, components, moments by ndimage."""
    distance = ndi.distance_transform_edt(labels > 0)
    components = label_regions(labels, connectivity=2)
    index = np.arange(1, components.max() + 1)
    highest = np.concatenate([[1], ndi.maximum(distance, components, index)])
    outer = distance / highest[components]
    centres = np.array([(0, 0)] + ndi.center_of_mass(distance, components, index))
    rows, columns = np.indices(labels.shape)
    squared = (rows - centres[components, 0]) ** 2 + (columns - centres[components, 1]) ** 2
    return np.where(components > 0, 1 / (1 + 0.1 * squared), 0), outer


def decode_with_skimage(inner, outer, mask_threshold=0.1):
    smooth = gaussian(inner, 1)
    peaks = np.zeros(inner.shape, bool)
    peaks[tuple(peak_local_max(smooth, min_distance=3, threshold_abs=0.1, exclude_border=False).T)] = True
    return watershed(-outer, ndi.label(peaks, np.ones((3, 3)))[0], mask=outer > mask_threshold)


def benchmark(console, repeats, rng):
    labels = draw_nuclei(rng, 1024, 1000)
    inner, outer = (a.astype(np.float32) for a in scipy_targets(labels))
    noise = ndi.gaussian_filter(rng.normal(size=labels.shape), 1).astype(np.float32)
    print(f"\n1024 x 1024, {len(np.unique(labels)) - 1} nuclei, {100 * (labels > 0).mean():.0f} % foreground, one core, ms")
    print(f"{'step':<44} {'Python':>9} {'CellSeg':>9} {'times':>7} {'differ':>9}")
    for kind, o, i in (("exact maps", outer, inner), ("noisy maps", outer + 0.05 * noise, inner + 0.05 * noise)):
        mask = o > 0.1
        peaks = peak_local_max(gaussian(i, 1), min_distance=5, threshold_abs=0.1, exclude_border=False)
        markers = np.zeros(labels.shape, np.int32)
        markers[tuple(peaks.T)] = np.arange(1, len(peaks) + 1)
        with tempfile.TemporaryDirectory() as path:
            folder = Folder(path, [labels.shape])
            for name, array, dtype in (
                    ("labels.i32", labels, np.int32), ("levels.f32", o, np.float32), ("mask.u8", mask, np.uint8),
                    ("markers.i32", markers, np.int32), ("inner.f32", i, np.float32), ("outer.f32", o, np.float32)):
                folder.write(name, [array], dtype)
            rows = [
                ("watershed", lambda: watershed(-o, markers, mask=mask), "watershed.i32", np.int32),
                ("gaussian", lambda: ndi.gaussian_filter(o, 1), "gaussian.f32", np.float32),
                ("decode", lambda: decode_with_skimage(i, o), None, None),
            ]
            if kind == "exact maps":
                rows += [
                    ("distance", lambda: ndi.distance_transform_edt(labels > 0), "distance.f32", np.float32),
                    ("components", lambda: label_regions(labels, connectivity=2), "components.i32", np.int32),
                ]
            ours = folder.run(console, [row[0] for row in rows], repeats)
            for step, action, file, dtype in rows:
                theirs = least_ms(action, max(5, repeats // 2))
                differing = "" if file is None else int((abs(folder.read(file, dtype)[0] - action()) > 1e-6).sum())
                print(f"{step + ', ' + kind:<44} {theirs:>9.2f} {ours[step]:>9.2f} {theirs / ours[step]:>7.1f} {differing:>9}")
            if kind == "exact maps":
                ours = folder.run(console, ["targets"], repeats)["targets"]
                theirs = least_ms(lambda: scipy_targets(labels), max(5, repeats // 2))
                wanted = scipy_targets(labels)
                differing = sum(
                    int((abs(folder.read(file, np.float32)[0] - array) > 1e-6).sum())
                    for file, array in zip(("inner.f32", "outer.f32"), wanted))
                print(f"{'both targets':<44} {theirs:>9.2f} {ours:>9.2f} {theirs / ours:>7.1f} {differing:>9}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--console", required=True, help="the built CellSeg.Comparison, .dll or executable")
    parser.add_argument("--zip", help="BBBC038 stage1_train.zip")
    parser.add_argument("--include", help="a text file with one image id a line")
    parser.add_argument("--ceiling", nargs="?", const="", help="only encode, decode and match the truth of --zip; rows with this in their name")
    parser.add_argument("--lost", help="list the cells that rows with this in their name lose")
    parser.add_argument("--cases", type=int, default=10000)
    parser.add_argument("--repeats", type=int, default=21)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    rng = np.random.default_rng(arguments.seed)
    truth = []
    if arguments.zip:
        include = pathlib.Path(arguments.include).read_text().split() if arguments.include else None
        truth = list(read_truth(arguments.zip, include))
    if arguments.ceiling is not None or arguments.lost is not None:
        mode, rows = ("lost", arguments.lost) if arguments.ceiling is None else ("ceiling", arguments.ceiling)
        report_ceiling(arguments.console, truth, mode, rows)
        return

    if arguments.cases:
        compare_watershed(arguments.console, "watershed, random cases", [random_case(rng) for _ in range(arguments.cases)])
    if truth:
        compare_watershed(arguments.console, "watershed, distances of BBBC038 truth", list(truth_cases(truth)))
    benchmark(arguments.console, arguments.repeats, rng)


if __name__ == "__main__":
    main()
