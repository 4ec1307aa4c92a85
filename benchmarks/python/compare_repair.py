"""Compares the repair of movies with scikit-image and SciPy: backgrounds by pixels of difference and milliseconds, drift by the
errors of known shifts of a real movie.

    dotnet build -c Release benchmarks/CellSeg.Comparison
    python3 benchmarks/python/compare_repair.py --console PATH/CellSeg.Comparison.dll [--movie FOLDER] [--image FILE ...]
        [--repeats 5] [--seeds 5]

Needs numpy, scipy, scikit-image and tifffile. Everything runs on one core. The movie is a folder of single frames in the order of
their names; images are single-channel TIFF files.
"""
import argparse
import os
import pathlib
import tempfile

import numpy as np
import tifffile
from scipy import ndimage as ndi
from skimage.morphology import disk, opening
from skimage.registration import phase_cross_correlation
from skimage.restoration import rolling_ball

from compare_morphology import Folder, least_ms

MARGIN = 14


def open_ball(top, radius):
    """The second step of the opening, by scikit-image: a dilation is the erosion of the negative."""
    return -rolling_ball(-top, radius=radius, num_threads=1)


def peers(image, radius):
    """The same steps by others, by the name that the console has for each."""
    return {
        f"top{radius}": ("rolling_ball", lambda: rolling_ball(image, radius=radius, num_threads=1)),
        f"ball{radius}": ("rolling_ball, twice", lambda: open_ball(rolling_ball(image, radius=radius, num_threads=1), radius)),
        f"disc{radius}": ("opening by a disc", lambda: opening(image, disk(radius))),
        f"square{radius}": ("grey_opening", lambda: ndi.grey_opening(image, size=2 * radius + 1)),
        f"gauss{radius}": ("gaussian_filter", lambda: ndi.gaussian_filter(image, radius)),
    }


def compare_backgrounds(console, name, image, radii, repeats):
    print(f"\n{name}, {image.shape[0]} x {image.shape[1]}, values {image.min():g} to {image.max():g}")
    print(f"{'step':<34} {'Python ms':>10} {'CellSeg ms':>11} {'times':>7} {'differ':>8} {'at most':>9}")
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(path, [image.shape])
        folder.write("levels.f32", [image], np.float32)
        for radius in radii:
            steps = peers(image, radius)
            ours = folder.run(console, steps, max(repeats, 1))
            for step, (label, action) in steps.items():
                wanted = action()
                found = folder.read(f"{step}.f32", np.float32)[0]
                gaps = abs(found.astype(np.float64) - wanted)
                scale = 1e-5 * max(1, abs(wanted).max())
                theirs = least_ms(action, repeats) if repeats else float("nan")
                print(
                    f"{label + ', radius ' + str(radius):<34} {theirs:>10.2f} {ours[step]:>11.2f} {theirs / ours[step]:>7.1f} "
                    f"{np.count_nonzero(gaps > scale):>8} {gaps.max():>9.2g}")
            opened = folder.read(f"ball{radius}.f32", np.float32)[0]
            top = folder.read(f"top{radius}.f32", np.float32)[0]
            print(f"  the opening lies {(opened - top).mean():.3g} above the first step in the mean, {(opened - top).max():.3g} at most")


def shift(image, down, right):
    """By the Fourier shift theorem, the image mirrored at its borders before, and then cut by more than any shift."""
    wide = np.pad(image.astype(float), 16, mode="symmetric")
    moved = np.fft.ifft2(ndi.fourier_shift(np.fft.fft2(wide), (down, right))).real
    return moved[16 + MARGIN:-16 - MARGIN, 16 + MARGIN:-16 - MARGIN].astype(np.float32)


def find_drift(console, frames):
    """Rows down and columns to the right that each frame is moved by, and its correlation."""
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(path, [frame.shape for frame in frames])
        folder.write("levels.f32", frames, np.float32)
        folder.run(console, ["drift"])
        return np.fromfile(pathlib.Path(path) / "drift.f64").reshape(-1, 3)


def add_up(frames):
    """The shifts by scikit-image's phase correlation, frame by frame, added up."""
    steps = [phase_cross_correlation(a, b, upsample_factor=100)[0] for a, b in zip(frames, frames[1:])]
    return np.cumsum([np.zeros(2), *steps], axis=0)


def compare_drift(console, movie, seeds):
    print(f"\ndrift: {len(movie)} frames, each moved by up to 10 pixels both ways, {seeds} seeds")
    print(f"{'':<58} {'distance from the known shift':>29}")
    still = [shift(frame, 0, 0) for frame in movie]
    own, own_peer = find_drift(console, still)[:, :2], add_up(still)
    rows = {"the first frame, moved: CellSeg": [], "the first frame, moved: phase_cross_correlation": [],
            "the frames of the movie, moved: CellSeg": [], "the frames of the movie, moved: phase_cross_correlation": []}
    for seed in range(seeds):
        known = np.vstack([[0, 0], np.random.default_rng(seed).uniform(-10, 10, (len(movie) - 1, 2))])
        first = [shift(movie[0], *step) for step in known]
        moved = [shift(frame, *step) for frame, step in zip(movie, known)]
        for name, found in zip(rows, (
                find_drift(console, first)[:, :2], add_up(first), find_drift(console, moved)[:, :2] - own, add_up(moved) - own_peer)):
            rows[name].append(np.hypot(*(found + known).T)[1:])
    for name, errors in rows.items():
        print(f"{name:<58} mean {np.mean(errors):>8.4f}  max {np.max(errors):>8.4f} px")
    print(f"without known shifts the movie's own drift is up to {np.hypot(*own.T).max():.2f} px; found by steps, {np.hypot(*own_peer.T).max():.2f} px")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--console", required=True, help="the built CellSeg.Comparison, .dll or executable")
    parser.add_argument("--movie", help="a folder of frames")
    parser.add_argument("--image", nargs="*", default=[], help="TIFF files of one channel")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=5)
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    movie = []
    if arguments.movie:
        movie = [tifffile.imread(file).astype(np.float32) for file in sorted(pathlib.Path(arguments.movie).glob("*.tif"))]
        compare_backgrounds(arguments.console, "first frame of the movie", movie[0], (10, 50), arguments.repeats)
    for file in arguments.image:
        image = tifffile.imread(file).astype(np.float32)
        compare_backgrounds(arguments.console, pathlib.Path(file).name, image, (10, 50), arguments.repeats)
    random = np.random.default_rng(0).normal(size=(512, 512))
    landscape = (1000 + 20000 * ndi.gaussian_filter(random, 8)).astype(np.float32)
    compare_backgrounds(arguments.console, "smooth landscape", landscape, (10, 25, 50), arguments.repeats)
    if movie:
        compare_drift(arguments.console, movie, arguments.seeds)


if __name__ == "__main__":
    main()
