"""Compressions, predictors and orders of bits."""
import io
import zlib

import numpy as np
import tifffile
from PIL import Image

from . import plain_tiff
from .table import HEIGHT, WIDTH, content, ids, image, labels, no_image, no_labels, smooth

# Names of files and what tiffcp calls these.
LOSSLESS = {
    "lzw": "lzw", "zip": "zip", "packbits": "packbits", "zstd": "zstd", "lzma": "lzma", "lerc": "lerc", "lerc_zstd": "lerc:s2", "lerc_deflate": "lerc:s1"}


def write(table):
    _write_lossless(table)
    _write_predictors(table)
    _write_bilevel(table)
    _write_lossy(table)
    for name, compression in ("deflate_old", "deflate"), ("deflate_adobe", "adobe_deflate"), ("lzma_own", "lzma"):
        values = content("u2")
        tifffile.imwrite(table.path(f"{name}.tif"), values, compression=compression, photometric="minisblack")
        table.add(f"{name}.tif", image(values), labels(values))
    for name in "tiff_lzw", "tiff_deflate", "packbits", "lzma", "zstd":
        values = content("u1", HEIGHT, WIDTH, 3)
        Image.fromarray(values).save(table.path(f"pillow_{name}.tif"), compression=name)
        table.add(f"pillow_{name}.tif", image(values, "YXS"), no_labels())


def _write_lossless(table):
    for kind in "u1", "u2", "f4":
        noise, blocks = content(kind), ids(kind)
        if kind == "f4":
            # LERC keeps numbers alone.
            noise = np.random.default_rng(2).normal(size=noise.shape).astype("f4")
        for content_name, values in ("", noise), ("_labels", blocks):
            source = f"source_{np.dtype(kind).name}{content_name}.tif"
            tifffile.imwrite(table.path(source), values, photometric="minisblack")
            for name, option in LOSSLESS.items():
                target = f"{name}_{np.dtype(kind).name}{content_name}.tif"
                if table.copy(source, target, "-c", option, "-r", "16"):
                    table.add(target, image(values), labels(values))
            table.path(source).unlink()


def _write_predictors(table):
    for kind in "u1", "u2", "u4", "u8", "i2", "i8", "f2", "f4", "f8":
        values = content(kind)
        name, predictor = np.dtype(kind).name, 3 if kind[0] == "f" else 2
        source = f"source_{name}.tif"
        tifffile.imwrite(table.path(source), values, photometric="minisblack")
        for codec in "lzw", "zip", "zstd", "lzma":
            # libtiff 4.5 writes the floating point predictor wrongly into files of the other byte order.
            for order in ("-L", "-B") if predictor == 2 else ("-L",):
                target = f"{codec}_predictor{predictor}_{name}_{'le' if order == '-L' else 'be'}.tif"
                if table.copy(source, target, "-c", f"{codec}:{predictor}", order, "-r", "11"):
                    table.add(target, image(values), labels(values))
        target = f"zip_predictor{predictor}_{name}_tiled.tif"
        if table.copy(source, target, "-c", f"zip:{predictor}", "-t", "-w", "32", "-l", "16"):
            table.add(target, image(values), labels(values))
        table.path(source).unlink()
        values = ids(kind)
        if predictor == 2:
            tifffile.imwrite(table.path(f"own_predictor2_{name}_labels.tif"), values, compression="zlib", predictor=2, photometric="minisblack")
            table.add(f"own_predictor2_{name}_labels.tif", labels(values), image(values))
    _write_other_predictors(table)
    for planar in "contig", "separate":
        for kind in "u1", "u2":
            values = content(kind, HEIGHT, WIDTH, 3)
            data = values if planar == "contig" else np.moveaxis(values, 2, 0)
            tifffile.imwrite(table.path("source.tif"), data, photometric="rgb", planarconfig=planar)
            target = f"lzw_predictor2_rgb_{np.dtype(kind).name}_{planar}.tif"
            if table.copy("source.tif", target, "-c", "lzw:2", "-p", planar):
                table.add(target, image(values, "YXS"), no_labels())
            table.path("source.tif").unlink()


def _write_other_predictors(table):
    def write_zip(name, stored, values, predictor, order="<"):
        page = plain_tiff.page(
            None, zlib.compress(stored.tobytes()), width=WIDTH, height=HEIGHT, bits=[values.itemsize * 8], compression=8,
            t339=("H", [3]), t317=("H", [predictor]))
        plain_tiff.write(table.path(name), page, order=order)
        table.add(name, image(values), labels(values))

    for kind in "f2", "f4", "f8":
        values = content(kind)
        # Bytes of one weight together, the highest first whatever the byte order of the file, and then their differences.
        weights = values.astype(">" + kind).view("u1").reshape(HEIGHT, WIDTH, -1).transpose(0, 2, 1).reshape(HEIGHT, -1)
        stored = np.diff(weights, axis=1, prepend=np.zeros((HEIGHT, 1), "u1"))
        for order, ending in ("<", "le"), (">", "be"):
            write_zip(f"plain_predictor3_{values.dtype.name}_{ending}.tif", stored, values, 3, order)
    # The second predictor on floating point takes differences of their bits.
    values = content("f4")
    write_zip("plain_predictor2_float32.tif", np.diff(values.view("u4"), axis=1, prepend=np.zeros((HEIGHT, 1), "u4")), values, 2)


def _write_bilevel(table):
    values = ids("u1", largest=1)
    Image.fromarray(values * 255).convert("1").save(table.path("source.tif"))
    codecs = {"g3_1d": "g3:1d", "g3_2d": "g3:2d", "g3_fill": "g3:1d:fill", "g4": "g4", "jbig": "jbig", "packbits": "packbits", "lzw": "lzw", "zip": "zip"}
    for name, option in codecs.items():
        for order, ending in ("msb2lsb", ""), ("lsb2msb", "_lsb"):
            if table.copy("source.tif", f"bilevel_{name}{ending}.tif", "-c", option, "-f", order, *(() if name == "jbig" else ("-r", "13"))):
                table.add(f"bilevel_{name}{ending}.tif", image(values, compare="scaled"), labels(values))
    table.path("source.tif").unlink()
    for name in "group3", "group4", "tiff_ccitt", "tiff_raw_16":
        Image.fromarray(values * 255).convert("1").save(table.path(f"pillow_{name}.tif"), compression=name)
        table.add(f"pillow_{name}.tif", image(values, compare="scaled"), labels(values))
    noise = content("u1")
    reversed_bits = np.packbits(np.unpackbits(noise, bitorder="little").reshape(-1, 8), axis=1).reshape(noise.shape)
    plain_tiff.write(table.path("fill_order_uint8.tif"), plain_tiff.page(reversed_bits, t266=("H", [2])))
    table.add("fill_order_uint8.tif", image(noise), labels(noise))


def _write_lossy(table):
    # Whole tiles: what a writer puts beyond the border of a picture shines into it.
    grey, colours = smooth("u1", 64, 96), smooth("u1", 64, 96, 3)
    tifffile.imwrite(table.path("grey.tif"), grey, photometric="minisblack")
    tifffile.imwrite(table.path("rgb.tif"), colours, photometric="rgb")
    for name, source, values, options in (
            ("jpeg_grey", "grey", grey, ["jpeg:95"]), ("jpeg_ycbcr", "rgb", colours, ["jpeg:95", "-r", "16"]),
            ("jpeg_rgb", "rgb", colours, ["jpeg:r:95", "-r", "16"]),
            ("jpeg_grey_tiled", "grey", grey, ["jpeg:95", "-t", "-w", "32", "-l", "32"]),
            ("jpeg_ycbcr_tiled", "rgb", colours, ["jpeg:95", "-t", "-w", "32", "-l", "32"]),
            ("jpeg_rgb_planar", "rgb", colours, ["jpeg:r:95", "-p", "separate", "-r", "16"]), ("webp", "rgb", colours, ["webp:p95"])):
        if table.copy(source + ".tif", name + ".tif", "-c", *options):
            table.add(name + ".tif", image(values, "YX" if values.ndim == 2 else "YXS", compare="near"), no_labels())
    table.path("grey.tif").unlink()
    table.path("rgb.tif").unlink()
    for name, values in ("jpeg2000_grey", content("u1")), ("jpeg2000_rgb", content("u1", HEIGHT, WIDTH, 3)):
        stream = io.BytesIO()
        Image.fromarray(values).save(stream, "JPEG2000", no_jp2=True, irreversible=False, mct=0)
        bits = [8] * (1 if values.ndim == 2 else 3)
        page = plain_tiff.page(
            None, stream.getvalue(), width=WIDTH, height=HEIGHT, bits=bits, compression=34712, t262=("H", [1 if len(bits) == 1 else 2]))
        plain_tiff.write(table.path(f"{name}.tif"), page)
        table.add(f"{name}.tif", image(values, "YX" if values.ndim == 2 else "YXS"), labels(values, "YX" if values.ndim == 2 else "YXS"))
    for code in 6, 32809, 32909, 34676, 34925, 50002, 65535, 32766:
        page = plain_tiff.page(None, content("u1").tobytes(), width=WIDTH, height=HEIGHT, bits=[8], compression=code)
        plain_tiff.write(table.path(f"compression_{code}.tif"), page)
        table.add(f"compression_{code}.tif", no_image(), no_labels())
