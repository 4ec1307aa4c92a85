"""Writes small files as other programs write them: python write_reading_cases.py tests/CellSeg.Core.Tests/Cases/files

They lie in the repository, where Imaging/ForeignFiles of the tests reads them. Their pixels follow two formulas that the tests
repeat: the field, whole numbers of 8 bits, and the labels, blocks of ids 0 to 8. Needs what write_pixel_types.py needs.
"""
import pathlib
import subprocess
import sys

import numpy as np
import tifffile
from PIL import Image

from pixel_types import pictures, plain_png, plain_tiff

HEIGHT, WIDTH = 12, 17
FOLDER = pathlib.Path(sys.argv[1])

NUMBERS = np.arange(HEIGHT * WIDTH).reshape(HEIGHT, WIDTH)
FIELD = NUMBERS * 37 % 256
ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH]
LABELS = ROWS // 4 * 3 + COLUMNS // 6
# Colour n of a palette; no order of brightness is that of its numbers.
COLOURS = np.stack([np.arange(256) * 91 % 256, 255 - np.arange(256), np.arange(256) * 7 % 256], axis=1).astype("u1")


def at(*names):
    path = FOLDER.joinpath(*names)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def write_numbers():
    for name, values in {
            "i8": (FIELD - 128).astype("i1"), "i16_neg": (FIELD - 1000).astype("i2"), "i32": (FIELD - 100).astype("i4") * 100000,
            "i64": (FIELD - 100).astype("i8") << 40, "u32_big": FIELD.astype("u4") << 24, "u64": FIELD.astype("u8") << 56,
            "f16": (FIELD / 8).astype("f2"), "f32_01": (FIELD / 256).astype("f4"), "f64": (FIELD - 100) / 1024, "range12": (FIELD * 16).astype("u2"),
            "c64": FIELD.astype("c8")}.items():
        tifffile.imwrite(at("pixel-types", "numbers", f"{name}.tif"), values, photometric="minisblack", software=False)


def write_layouts():
    colours = np.stack([FIELD, 255 - FIELD, FIELD // 2])
    tifffile.imwrite(
        at("pixel-types", "layouts", "rgb16_planar.tif"), (colours * 256).astype("u2"), photometric="rgb", planarconfig="separate", software=False)
    tifffile.imwrite(at("source.tif"), FIELD.astype("u2"), photometric="minisblack", software=False)
    subprocess.run(["tiffcp", "-c", "lzw", "-t", "-w", "16", "-l", "16", at("source.tif"), at("pixel-types", "layouts", "tiled_lzw.tif")], check=True)
    at("source.tif").unlink()
    bright = Image.fromarray((FIELD > 127).astype("u1") * 255).convert("1")
    bright.save(at("pixel-types", "layouts", "onebit_g4.tif"), compression="group4")
    ink = np.stack([*colours, np.zeros_like(FIELD)], axis=2).astype("u1")
    tifffile.imwrite(at("pixel-types", "layouts", "cmyk.tif"), ink, photometric="separated", software=False)
    Image.fromarray(ink, "CMYK").save(at("pixel-types", "layouts", "cmyk.jpg"), quality=95)
    write_palettes(FIELD, "pixel-types", "layouts", "palette")


def write_palettes(values, *names):
    """The same palette in every container."""
    *folder, name = names
    picture = Image.fromarray(values.astype("u1"))
    picture.putpalette(COLOURS.tobytes())
    picture.save(at(*folder, name + ".png"))
    picture.save(at(*folder, name + ".gif"), optimize=False)
    picture.save(at(*folder, name + ".bmp"))
    picture.save(at(*folder, name + ".tif"))


def write_labels():
    def pictures_at(name):
        return at("label-pictures", "pictures", name)

    Image.fromarray(LABELS.astype("u1")).save(pictures_at("u8_labels.png"))
    Image.fromarray((LABELS * 1000).astype("u2")).save(pictures_at("u16_labels.png"))
    Image.fromarray(np.stack([LABELS, 255 - LABELS], axis=2).astype("u1"), "LA").save(pictures_at("grey_alpha_labels.png"))
    Image.fromarray((LABELS % 2 * 255).astype("u1")).convert("1").save(pictures_at("onebit_labels.png"))
    Image.fromarray(np.repeat(LABELS[..., None], 3, axis=2).astype("u1")).save(pictures_at("rgb_equal_labels.png"))
    Image.fromarray(COLOURS[LABELS]).save(pictures_at("rgb_colours_labels.png"))
    Image.fromarray((LABELS * 20).astype("u1")).save(pictures_at("u8_labels.jpg"))
    write_palettes(LABELS, "label-pictures", "palettes", "palette_labels")
    table = [int(value) * 257 for value in COLOURS.T.ravel()]
    page = plain_tiff.page(LABELS.astype("u1"), t262=("H", [3]), t320=("H", table))
    plain_tiff.write(at("label-pictures", "palettes", "palette_big_labels.tif"), page, big=True)
    subprocess.run(
        ["tiffcp", "-c", "lzw", at("label-pictures", "palettes", "palette_labels.tif"), at("label-pictures", "palettes", "palette_lzw_labels.tif")], check=True)
    plain_png.write(at("label-pictures", "palettes", "palette_4bit_labels.png"), LABELS, 4, plain_png.PALETTE, plain_png.chunk(b"PLTE", COLOURS[:16].tobytes()))
    stored = b"".join(bytes(colour[::-1]) + b"\0" for colour in COLOURS[:16])
    pictures.write_bmp_file(
        at("label-pictures", "palettes", "palette_4bit_labels.bmp"), plain_tiff.pack(LABELS, 4), 4, stored, shape=LABELS.shape)


def write_pyramids():
    full = (FIELD * 16).astype("u2")
    levels = [plain_tiff.page(full[::step, ::step].copy(), t254=("I", [1])) for step in (2, 4)]
    plain_tiff.write(at("pyramid", "pages_pyramid.tif"), plain_tiff.page(full), *levels)
    plain_tiff.write(at("pyramid", "levels_first.tif"), *levels[::-1], plain_tiff.page(full))
    for name, values in ("subifd", full), ("subifd_big", np.stack([full, 4095 - full])):
        with tifffile.TiffWriter(at("pyramid", f"{name}.ome.tif"), bigtiff=name.endswith("big"), ome=True) as writer:
            axes = "CYX" if values.ndim == 3 else "YX"
            writer.write(values, subifds=2, metadata={"axes": axes, "Channel": {"Name": ["DAPI", "GFP"][:values.ndim - 1]}}, photometric="minisblack")
            for step in 2, 4:
                writer.write(values[..., ::step, ::step], subfiletype=1, photometric="minisblack")


def write_hyperstacks():
    """Plane n of a stack, counted as ImageJ does (channels, slices, frames), is the field + 300 n."""
    def planes(*shape):
        count = int(np.prod(shape))
        values = FIELD + 300 * np.arange(count)[:, None, None]
        return values.astype("u2").reshape(*shape, HEIGHT, WIDTH)

    for name, axes, shape in ("c2", "CYX", (2,)), ("t3z1c2", "TCYX", (3, 2)), ("t3z4c2", "TZCYX", (3, 4, 2)), ("time_as_slices", "ZYX", (3,)):
        tifffile.imwrite(at("hyperstack", f"{name}.tif"), planes(*shape), imagej=True, metadata={"axes": axes}, photometric="minisblack")
    pages = [plain_tiff.page(plane.astype(">u2")) for plane in planes(2)]
    pages[0]["fields"][270] = plain_tiff.text("ImageJ=1.54f\nimages=2\nchannels=2\nunit=µm\nspacing=1.0\nloop=false\n".encode("latin-1"))
    pages[0]["fields"][282] = pages[0]["fields"][283] = ("R", [2, 1])
    plain_tiff.write(at("hyperstack", "micron_latin1.tif"), *pages, order=">")
    stored = planes(3).astype(">u2")
    # The other planes follow the first one, and nothing but the description tells of them.
    page = plain_tiff.page(stored[0], t270=plain_tiff.text("ImageJ=1.54f\nimages=3\nframes=3\n"), behind=stored[1:].tobytes())
    plain_tiff.write(at("hyperstack", "one_ifd.tif"), page, order=">")


write_numbers()
write_layouts()
write_labels()
write_pyramids()
write_hyperstacks()
