"""Photometric interpretations: what the numbers of a file mean."""
import numpy as np
import tifffile
from PIL import Image

from . import plain_tiff
from .table import HEIGHT, WIDTH, content, ids, image, labels, no_image, no_labels, smooth


def write(table):
    _write_white_is_zero(table)
    _write_palettes(table)
    _write_ink(table)
    for name, photometric, kind in ("cielab", 8, "u1"), ("icclab", 9, "u2"), ("itulab", 10, "u1"), ("cielab_uint16", 8, "u2"), ("logluv", 32845, "f4"):
        page = plain_tiff.page(content(kind, HEIGHT, WIDTH, 3), t262=("H", [photometric]))
        plain_tiff.write(table.path(f"{name}.tif"), page)
        table.add(f"{name}.tif", no_image(), no_labels())
    for name, photometric in ("mask", 4), ("logl", 32844), ("unknown", 999):
        plain_tiff.write(table.path(f"photometric_{name}.tif"), plain_tiff.page(content("u2"), t262=("H", [photometric])))
        table.add(f"photometric_{name}.tif", no_image())
    values = content("u2")
    plain_tiff.write(table.path("photometric_colour_filter.tif"), plain_tiff.page(values, t262=("H", [32803])))
    table.add("photometric_colour_filter.tif", image(values))
    values = content("u2", HEIGHT, WIDTH, 3)
    plain_tiff.write(table.path("photometric_linear_raw.tif"), plain_tiff.page(values, t262=("H", [34892])))
    table.add("photometric_linear_raw.tif", image(values, "YXS"), no_labels())
    _write_ycbcr(table)


def _write_white_is_zero(table):
    for kind in "u1", "u2", "u4", "i1", "i2", "f4":
        name = f"white_is_zero_{np.dtype(kind).name}.tif"
        values = content(kind)
        if kind == "f4":
            values = np.random.default_rng(3).permutation(values.size).astype("f4").reshape(values.shape) - 1000
        right = np.iinfo(kind).max - values.astype("i8") if kind[0] == "u" else -values.astype("f8")
        tifffile.imwrite(table.path(name), values, photometric="miniswhite")
        table.add(name, image(right, compare="exact" if kind[0] == "u" else "order"), labels(values))
        blocks = ids(kind)
        right = np.iinfo(kind).max - blocks.astype("i8") if kind[0] == "u" else -blocks.astype("f8")
        name = name.replace(".tif", "_labels.tif")
        tifffile.imwrite(table.path(name), blocks, photometric="miniswhite", byteorder=">", rowsperstrip=10)
        table.add(name, labels(blocks), image(right, compare="exact" if kind[0] == "u" else "order"))
    for bits in 1, 2, 4:
        values = np.random.default_rng(bits).integers(0, 1 << bits, (HEIGHT, WIDTH))
        page = plain_tiff.page(None, b"".join(plain_tiff.pack(values, bits)), width=WIDTH, height=HEIGHT, bits=[bits], t262=("H", [0]))
        plain_tiff.write(table.path(f"white_is_zero_uint{bits}.tif"), page)
        table.add(f"white_is_zero_uint{bits}.tif", image((1 << bits) - 1 - values, compare="scaled"), labels(values))
    # As Pillow stores a bilevel picture whose zero is white: by libtiff, in Group 4.
    values = ids("u1", largest=1)
    rows = Image.fromarray(values * 255).convert("1")
    rows.save(table.path("source.tif"), compression="group4")
    stored = table.path("source.tif").read_bytes()
    page_tag = bytes.fromhex("060103000100000001000000")
    assert stored.count(page_tag) == 1
    table.path("white_is_zero_g4.tif").write_bytes(stored.replace(page_tag, page_tag[:8] + bytes(4)))
    table.path("source.tif").unlink()
    # Fax codes name white and black, 0 and 1: the tag alone says which of them is bright.
    table.add("white_is_zero_g4.tif", image(1 - values, compare="scaled"), labels(values))
    values = content("u1", HEIGHT, WIDTH, 2)
    for extra, kept in (0, [0, 1]), (2, [0]):
        name = f"white_is_zero_extra_{extra}.tif"
        plain_tiff.write(table.path(name), plain_tiff.page(values, t262=("H", [0]), t338=("H", [extra])))
        # Only intensities are turned round; of a further channel nobody knows, so that refusing it is right, too.
        right = values.copy()
        right[..., 0] = 255 - right[..., 0]
        table.add(name, image(right[..., kept], "YXS"))


def palette(bits, seed=5):
    """Colours of a palette: red, green and blue of all numbers, 16 bits each."""
    return np.random.default_rng(seed).integers(0, 256, (3, 1 << bits)).astype("u2") * 257


def _write_palettes(table):
    for bits in 1, 2, 4, 8, 16:
        colours = palette(bits)
        values = np.random.default_rng(bits).integers(0, 1 << bits, (HEIGHT, WIDTH))
        for big in False, True:
            for order in "<", ">":
                name = f"palette_uint{bits}_{'le' if order == '<' else 'be'}{'_big' if big else ''}.tif"
                data = b"".join(plain_tiff.pack(values, bits)) if bits < 16 else values.astype(order + "u2").tobytes()
                page = plain_tiff.page(
                    None, data, width=WIDTH, height=HEIGHT, bits=[bits], t262=("H", [3]), t320=("H", [int(value) for value in colours.ravel()]))
                plain_tiff.write(table.path(name), page, order=order, big=big)
                table.add(name, image(colours[:, values], "CYX", compare="scaled"), labels(values))
    colours, values = palette(8), content("u1")
    tifffile.imwrite(table.path("palette_tiled.tif"), values, photometric="palette", colormap=colours, tile=(16, 16), compression="zlib")
    table.add("palette_tiled.tif", image(colours[:, values], "CYX", compare="scaled"), labels(values))
    if table.copy("palette_tiled.tif", "palette_lzw.tif", "-c", "lzw:2", "-s"):
        table.add("palette_lzw.tif", image(colours[:, values], "CYX", compare="scaled"), labels(values))
    fine = np.random.default_rng(6).integers(0, 65536, (3, 256)).astype("u2")
    tifffile.imwrite(table.path("palette_fine.tif"), values, photometric="palette", colormap=fine)
    table.add("palette_fine.tif", image(fine[:, values], "CYX", compare="scaled"), labels(values))
    inverting = np.tile((255 - np.arange(256)).astype("u2") * 257, (3, 1))
    tifffile.imwrite(table.path("palette_inverting.tif"), values, photometric="palette", colormap=inverting)
    table.add("palette_inverting.tif", image(inverting[:, values], "CYX", compare="scaled"), labels(values))
    # ImageJ and Pillow write such files, too.
    picture = Image.fromarray(values)
    picture.putpalette((palette(8) // 257).astype("u1").T.tobytes())
    picture.save(table.path("palette_pillow.tif"))
    table.add("palette_pillow.tif", image(colours[:, values], "CYX", compare="scaled"), labels(values))


def _write_ink(table):
    for kind in "u1", "u2":
        values = content(kind, HEIGHT, WIDTH, 4)
        largest = float(np.iinfo(kind).max)
        light = (largest - values[..., :3]) * (largest - values[..., 3:]) / largest
        for planar in "contig", "separate":
            name = f"cmyk_{np.dtype(kind).name}_{planar}.tif"
            data = values if planar == "contig" else np.moveaxis(values, 2, 0)
            tifffile.imwrite(table.path(name), data, photometric="separated", planarconfig=planar)
            table.add(name, image(light, "YXS", compare="near"), no_labels())


def _write_ycbcr(table):
    colours = smooth("u1", HEIGHT + 1, WIDTH + 1, 3)
    values = np.asarray(Image.fromarray(colours).convert("YCbCr"))
    page = plain_tiff.page(values, t262=("H", [6]), t530=("H", [1, 1]))
    plain_tiff.write(table.path("ycbcr.tif"), page)
    table.add("ycbcr.tif", image(colours, "YXS", compare="near"), no_labels())
    height, width = HEIGHT + 1, WIDTH + 1
    light = values[..., 0].reshape(height // 2, 2, width // 2, 2).transpose(0, 2, 1, 3).reshape(height // 2, width // 2, 4)
    chroma = values[..., 1:].reshape(height // 2, 2, width // 2, 2, 2).mean(axis=(1, 3)).round().astype("u1")
    data = np.concatenate([light, chroma], axis=2).tobytes()
    page = plain_tiff.page(None, data, width=width, height=height, bits=[8, 8, 8], t262=("H", [6]), t530=("H", [2, 2]))
    plain_tiff.write(table.path("ycbcr_subsampled.tif"), page)
    table.add("ycbcr_subsampled.tif", image(colours, "YXS", compare="near"), no_labels())
