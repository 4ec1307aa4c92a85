#!/usr/bin/env python3
"""Cell properties beside skimage.measure.regionprops: the largest difference of each property, and the times.

    python3 benchmarks/python/compare_regionprops.py LABELS.tif[:IMAGE.tif] ...

Without arguments: the label images of ../shared/data/formats, if that folder is there, and simulated ones. Exits with
1 when a difference is above 1e-6. Needs the .NET SDK, numpy, scipy and scikit-image.
"""

import os
import sys
import warnings

import numpy as np
import skimage
import skimage.io
from skimage.measure import regionprops

import side_by_side

TOLERANCE = 1e-6
REAL = os.path.join(os.path.dirname(side_by_side.ROOT), "shared", "data", "formats")
REAL_PAIRS = [
    "xy_16bit_labels__nuclei.tif", "stardist_mask2d.tif:stardist_img2d.tif", "xy_8bit_binary__two_cells_matlabstyle.tif",
    "xy_8bit_labels__mitocheck_incenp_t1.tif:xy_8bit__mitocheck_incenp_t1.tif",
    "laptrack_nuclei_6frames_labels.tif:laptrack_nuclei_6frames.tif",
]


def real_images(pairs):
    for pair in pairs:
        names = pair.split(":")
        stacks = [np.atleast_3d(skimage.io.imread(name)) for name in names]
        stacks = [s[np.newaxis, ..., 0] if s.shape[2] == 1 else s for s in stacks]
        for frame in range(stacks[0].shape[0]):
            image = stacks[1][frame] if len(stacks) > 1 else None
            yield f"{os.path.basename(names[0])} #{frame}", stacks[0][frame], image


def simulated_images():
    random = np.random.default_rng(0)
    labels = side_by_side.discs(512, 20, 3)
    yield "discs", labels, random.random(labels.shape)
    yield "discs, ragged and in pieces", np.where(random.random(labels.shape) < 0.7, labels, 0), 1e4 + random.random(labels.shape)
    yield "single pixels and lines", random.integers(0, 40, (12, 30)), None
    yield "noise", np.where(random.random((200, 200)) < 0.3, random.integers(1, 2000, (200, 200)), 0), random.normal(size=(200, 200))


def expected(cell, image):
    values = {
        "Label": cell.label, "Area": cell.area, "CentroidRow": cell.centroid[0], "CentroidColumn": cell.centroid[1],
        "MinRow": cell.bbox[0], "MinColumn": cell.bbox[1], "MaxRow": cell.bbox[2], "MaxColumn": cell.bbox[3],
        "Perimeter": cell.perimeter, "MajorAxis": cell.axis_major_length, "MinorAxis": cell.axis_minor_length,
        "Eccentricity": cell.eccentricity, "Solidity": cell.solidity, "EquivalentDiameter": cell.equivalent_diameter_area,
        "Orientation": cell.orientation,
    }
    if image is not None:
        pixels = cell.image_intensity[cell.image].astype(float)
        values |= {"MeanIntensity": [cell.intensity_mean], "MinIntensity": [cell.intensity_min],
                   "MaxIntensity": [cell.intensity_max], "StdIntensity": [pixels.std()]}
    return values


def difference(name, ours, theirs):
    # Pixels in one line have no width, which comes out of regionprops as the square root of its rounding.
    if name == "MinorAxis" and ours[name] == 0 and theirs[name] < 1e-7 * theirs["MajorAxis"]:
        return 0.0
    found = float(np.max(np.abs(np.asarray(ours[name]) - np.asarray(theirs[name]))))
    # An axis along the columns is at pi/2 as well as at -pi/2.
    return min(found, abs(np.pi - found)) if name == "Orientation" else found


def has_direction(cell):
    """Whether rounding does not decide the orientation: the two axes differ, or both covariances are not 0."""
    a, b, _, c = cell.inertia_tensor.flat
    return abs(a - c) > 1e-9


def main():
    warnings.simplefilter("ignore")
    command = side_by_side.build()
    pairs = sys.argv[1:] or ([":".join(os.path.join(REAL, n) for n in p.split(":")) for p in REAL_PAIRS] if os.path.isdir(REAL) else [])
    worst, cells_total, undirected = {}, 0, 0
    images = list(real_images(pairs)) + ([] if sys.argv[1:] else list(simulated_images()))
    for title, labels, image in images:
        labels = np.ascontiguousarray(labels, np.int32)
        image = None if image is None else image.astype(np.float32)
        if image is not None and image.shape != labels.shape:
            sys.exit(f"{title}: the image is {image.shape}, its labels are {labels.shape}")
        arrays = [labels] if image is None else [labels, np.ascontiguousarray(image)]
        ours = side_by_side.run(command, "properties", arrays, labels.shape)

        def measure():
            return [(cell, expected(cell, image)) for cell in regionprops(labels, None if image is None else image.astype(float))]

        time, theirs = side_by_side.timed(measure, 1)
        assert [c["Label"] for c in ours["Cells"]] == [v["Label"] for _, v in theirs], title
        for mine, (cell, values) in zip(ours["Cells"], theirs):
            for name in values:
                if name == "Orientation" and not has_direction(cell):
                    undirected += 1
                    continue
                found = difference(name, mine, values)
                if not found <= worst.get(name, (0, ""))[0]:
                    worst[name] = (found, f"{title}, cell {mine['Label']}")
        cells_total += len(theirs)
        own = float(np.median(ours["Milliseconds"]))
        print(f"{title:>50}: {len(theirs):5} cells, ours {own:8.2f} ms, regionprops {time:9.1f} ms ({time / own:.0f}x)", flush=True)
    print(f"\n{cells_total} cells against scikit-image {skimage.__version__}; largest differences:")
    for name, (value, where) in worst.items():
        print(f"{name:>20} {value:9.2e}  {where}")
    print(f"Orientation left out for {undirected} cells with equal variances, where the sign is a convention or rounding.")
    sys.exit(any(not value <= TOLERANCE for value, _ in worst.values()))


if __name__ == "__main__":
    main()
