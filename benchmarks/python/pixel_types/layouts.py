"""Strips, tiles, planes, and numbers of samples a pixel."""
import numpy as np
import tifffile

from . import plain_tiff
from .table import HEIGHT, WIDTH, content, ids, image, labels, no_image, no_labels


def write(table):
    _write_strips(table)
    _write_samples(table)
    _write_alpha(table)
    for big in False, True:
        for kind in "u1", "u2", "f4", "f8":
            values = content(kind, HEIGHT, WIDTH, 3)
            name = f"rgb_{np.dtype(kind).name}{'_big' if big else ''}.tif"
            tifffile.imwrite(table.path(name), values, photometric="rgb", bigtiff=big)
            table.add(name, image(values, "YXS"), no_labels())
    values = ids("u4")
    tifffile.imwrite(table.path("uint32_labels_big.tif"), values, bigtiff=True, photometric="minisblack")
    table.add("uint32_labels_big.tif", labels(values), image(values))
    for orientation in range(1, 9):
        values = content("u2")
        plain_tiff.write(table.path(f"orientation_{orientation}.tif"), plain_tiff.page(values, t274=("H", [orientation])))
        # Numbers stay where the file has them, in an image as in its labels.
        table.add(f"orientation_{orientation}.tif", image(values), labels(values))


def _write_strips(table):
    for kind in "u1", "u2", "f4", "u8":
        values = content(kind)
        name = np.dtype(kind).name
        for rows in 1, 7, HEIGHT, 1000:
            plain_tiff.write(table.path(f"strips_{rows}_{name}.tif"), plain_tiff.page(values, rows=rows))
            table.add(f"strips_{rows}_{name}.tif", image(values), labels(values))
        for tile in (16, 16), (32, 48), (64, 64), (48, 16):
            ending = f"{tile[0]}x{tile[1]}_{name}.tif"
            tifffile.imwrite(table.path("tiles_" + ending), values, tile=tile, photometric="minisblack")
            table.add("tiles_" + ending, image(values), labels(values))
            tifffile.imwrite(table.path("tiles_zip_" + ending), values, tile=tile, compression="zlib", photometric="minisblack", byteorder=">")
            table.add("tiles_zip_" + ending, image(values), labels(values))
    # A strip without bytes is one that was never written: numbers of 0 for those who say so, an error for all others.
    page = plain_tiff.page(None, content("u1", 20, WIDTH).tobytes(), b"", rows=20, width=WIDTH, height=40, bits=[8])
    plain_tiff.write(table.path("strip_left_out.tif"), page)
    table.add("strip_left_out.tif", no_image(), no_labels())


def _write_samples(table):
    for kind in "u1", "u2", "f4":
        for count in 2, 3, 5:
            values = content(kind, HEIGHT, WIDTH, count)
            for planar in "contig", "separate":
                for tile in None, (32, 32):
                    name = f"samples{count}_{np.dtype(kind).name}_{planar}{'_tiled' if tile else ''}.tif"
                    data = values if planar == "contig" else np.moveaxis(values, 2, 0)
                    tifffile.imwrite(
                        table.path(name), data, photometric="minisblack", planarconfig=planar, extrasamples=[0] * (count - 1), tile=tile)
                    chosen = count - 1
                    table.add(
                        name, image(values, "YXS"), image(values[..., chosen], channels=[chosen]), no_labels())
    values = content("u2", HEIGHT, WIDTH, 2)
    # Numbers beyond the first without a word on what they are.
    plain_tiff.write(table.path("samples2_unsaid.tif"), plain_tiff.page(values))
    table.add("samples2_unsaid.tif", image(values, "YXS"), no_labels())
    values = content("u2", HEIGHT, WIDTH, 4)
    plain_tiff.write(table.path("rgb_samples4_unsaid.tif"), plain_tiff.page(values, t262=("H", [2])))
    table.add("rgb_samples4_unsaid.tif", image(values, "YXS"), no_labels())
    for kind in "u2", "f4":
        values = content(kind, HEIGHT, WIDTH, 3)
        name = f"rgb_{np.dtype(kind).name}_separate.tif"
        tifffile.imwrite(table.path(name), np.moveaxis(values, 2, 0), photometric="rgb", planarconfig="separate", rowsperstrip=9)
        table.add(name, image(values, "YXS"), no_labels())
    # Samples of different widths are in no reader.
    page = plain_tiff.page(None, content("u1", HEIGHT, WIDTH, 3).tobytes(), width=WIDTH, height=HEIGHT, bits=[8, 16, 8], t262=("H", [2]))
    plain_tiff.write(table.path("rgb_widths_differ.tif"), page)
    table.add("rgb_widths_differ.tif", no_image(), no_labels())


def _write_alpha(table):
    names = {0: "other", 1: "associated", 2: "unassociated"}
    for colours, photometric in (1, "minisblack"), (3, "rgb"):
        for extra in [0], [1], [2], [0, 2], [2, 0], [0, 0, 1]:
            count = colours + len(extra)
            kept = list(range(colours)) + [colours + i for i, kind in enumerate(extra) if kind == 0]
            for kind in "u1", "u2":
                values = content(kind, HEIGHT, WIDTH, count)
                for planar in "contig", "separate":
                    name = f"{photometric}_{'_'.join(names[kind] for kind in extra)}_{np.dtype(kind).name}_{planar}.tif"
                    data = values if planar == "contig" else np.moveaxis(values, 2, 0)
                    tifffile.imwrite(table.path(name), data, photometric=photometric, planarconfig=planar, extrasamples=extra)
                    reads = [image(values[..., kept], "YXS")]
                    if extra[0] == 0:
                        reads.append(image(values[..., colours], channels=[colours]))
                    table.add(name, *reads, labels(values[..., kept], "YXS"))
