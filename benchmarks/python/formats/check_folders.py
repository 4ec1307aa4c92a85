#!/usr/bin/env python3
"""Reads what Export-CellDataset has written with tifffile and Pillow, and compares it with the file that it was imported from.

    Import-CellDataset movie.tif | Export-CellDataset LabelFolder out
    python3 benchmarks/python/formats/check_folders.py out --image movie.tif [--labels movie_labels.tif] [--pixel-size 0.65]

The folder holds one movie, as LabelFolder (images/NAME.tif, labels/NAME.tif) or as CellTrackingChallenge (01, 01_GT), whose
lineage is compared with the masks, too. Exits with 1 when anything differs. Needs numpy, tifffile and Pillow.
"""

import argparse
import pathlib
import sys

import numpy as np
import PIL.Image
import PIL.ImageSequence
import tifffile

failures = []


def check(holds, text):
    print(("ok     " if holds else "WRONG  ") + text)
    if not holds:
        failures.append(text)


def read_source(path):
    """The file as frames x channels x rows x columns, in the order that it tells of itself."""
    with tifffile.TiffFile(path) as file:
        series = file.series[0]
        axes, array = series.axes, series.asarray()
        # Pages that nothing is said of are frames.
        axes = axes.replace("I", "T").replace("Q", "T").replace("S", "C")
        for axis in "TC":
            if axis not in axes:
                axes, array = axis + axes, array[np.newaxis]
        return np.transpose(array, [axes.index(axis) for axis in "TCYX"])


def read_stack(path, pixel_size):
    """A written file as frames x channels x rows x columns, and what else it tells."""
    with tifffile.TiffFile(path) as file:
        check(file.is_imagej, f"{path.name} is a file of ImageJ")
        metadata = file.imagej_metadata
        pages = np.stack([page.asarray() for page in file.pages])
        frames, channels = metadata.get("frames", 1), metadata.get("channels", 1)
        check(len(pages) == frames * channels == metadata["images"], f"{path.name} has {frames} frames of {channels} channels in {len(pages)} pages")
        check(274 in file.pages[0].tags, f"{path.name} has the tag by which ImageJ looks at each page")
        if pixel_size is not None:
            numerator, denominator = file.pages[0].tags["XResolution"].value
            check(metadata["unit"] == "micron" and abs(denominator / numerator / pixel_size - 1) < 1e-6, f"{path.name} has pixels of {pixel_size} micrometres")
    with PIL.Image.open(path) as image:
        pillow = np.stack([np.array(page) for page in PIL.ImageSequence.Iterator(image)])
    check(np.array_equal(pillow, pages, equal_nan=pages.dtype.kind == "f"), f"{path.name} is the same to Pillow and tifffile")
    return pages.reshape((frames, channels) + pages.shape[1:])


def compare(name, written, source):
    same = written.shape == source.shape and np.array_equal(written.astype(np.float64), source.astype(np.float64), equal_nan=True)
    check(same, f"{name} of {written.shape} and {written.dtype} equal those of the source, {source.dtype}")


def check_label_folder(folder, image, labels, pixel_size):
    paths = {part: sorted((folder / part).rglob("*.tif")) for part in ("images", "labels")}
    check(len(paths["images"]) == 1, "there is one file of images")
    compare("images", read_stack(paths["images"][0], pixel_size), image)
    if labels is not None:
        relative = [[str(path.relative_to(folder / part)) for path in files] for part, files in paths.items()]
        check(relative[0] == relative[1], "labels have the name of their images")
        compare("labels", read_stack(paths["labels"][0], pixel_size), labels)


def read_frames(folder, prefix, pixel_size):
    paths = sorted(folder.glob(prefix + "*.tif"))
    check([path.stem for path in paths] == [f"{prefix}{i:03d}" for i in range(len(paths))], f"{folder.name} has frames numbered from 000")
    return np.concatenate([read_stack(path, pixel_size) for path in paths])


def check_challenge(folder, image, labels, pixel_size):
    compare("images", read_frames(folder / "01", "t", pixel_size), image)
    if labels is None:
        return
    masks = read_frames(folder / "01_GT" / "SEG", "man_seg", pixel_size)
    compare("masks", masks, labels)
    compare("markers", read_frames(folder / "01_GT" / "TRA", "man_track", pixel_size), labels)
    tracks = np.loadtxt(folder / "01_GT" / "TRA" / "man_track.txt", dtype=int, ndmin=2)
    ids = [i for i in np.unique(masks) if i]
    check(sorted(tracks[:, 0]) == ids, f"man_track.txt has the {len(ids)} cells of the masks")
    spans = {i: np.flatnonzero((masks == i).any(axis=(1, 2, 3))) for i in ids}
    check(all(spans[l][0] == b and spans[l][-1] == e for l, b, e, _ in tracks), "each cell is in its first frame and its last")
    ends = {l: e for l, _, e, _ in tracks}
    check(all(p == 0 or ends[p] < b for _, b, _, p in tracks), "each parent has ended before its daughters begin")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--image", required=True)
    parser.add_argument("--labels")
    parser.add_argument("--pixel-size", type=float)
    arguments = parser.parse_args()
    image = read_source(arguments.image)
    labels = read_source(arguments.labels) if arguments.labels else None
    checker = check_label_folder if (arguments.folder / "images").is_dir() else check_challenge
    checker(arguments.folder, image, labels, arguments.pixel_size)
    print(f"{len(failures)} differences")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
