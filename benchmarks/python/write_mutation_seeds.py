"""Writes the 20 small valid files that are mutated: python write_mutation_seeds.py tests/CellSeg.Core.Tests/Cases/files/seeds

They lie in the repository, so this is only needed to change them. Their pixels are noise without a 0, so that a part of an
image that was never decoded is seen. Needs what write_pixel_types.py needs.
"""
import pathlib
import subprocess
import sys

import numpy as np
import tifffile
from PIL import Image

from pixel_types import pictures, plain_png, plain_tiff

# Rows fill whole bytes, words and blocks of JPEG, so that one column more is always too many.
HEIGHT, WIDTH = 16, 24
FOLDER = pathlib.Path(sys.argv[1])
TIFF, PICTURES = FOLDER / "tiff", FOLDER / "pictures"


def noise(kind, *shape, largest=None):
    random = np.random.default_rng(7)
    return random.integers(1, largest or np.iinfo(kind).max, shape or (HEIGHT, WIDTH)).astype(kind)


def copy(values, name, *options, **more):
    tifffile.imwrite(TIFF / "source.tif", values, metadata=None, software=False, **more)
    subprocess.run(["tiffcp", *options, TIFF / "source.tif", TIFF / name], check=True)
    (TIFF / "source.tif").unlink()


def palette(count):
    """Colours without a 0."""
    return np.random.default_rng(8).integers(1, 256, (count, 3)).astype("u1")


def write_tiff():
    plain_tiff.write(TIFF / "strips_uint8.tif", plain_tiff.page(noise("u1"), rows=5))
    tifffile.imwrite(
        TIFF / "tiles_uint16_be.tif", noise("u2"), tile=(16, 16), compression="zlib", byteorder=">", photometric="minisblack", metadata=None, software=False)
    copy(noise("u2", largest=900), "lzw_predictor2_uint16.tif", "-c", "lzw:2", "-r", "4", photometric="minisblack")
    copy(np.repeat(noise("u1"), 2, axis=1), "packbits_uint8.tif", "-c", "packbits", "-r", "6", photometric="minisblack")
    copy(noise("u2").astype("f4") / 7, "zip_predictor3_float32.tif", "-c", "zip:3", "-r", "9", photometric="minisblack")
    colours = [int(value) * 257 for value in palette(16).T.ravel()]
    plain_tiff.write(
        TIFF / "palette_big.tif", big=True, order=">", *[plain_tiff.page(
            None, b"".join(plain_tiff.pack(noise("u1", largest=16), 4)), width=WIDTH, height=HEIGHT, bits=[4], t262=("H", [3]), t320=("H", colours))])
    planes = [noise("u1", 3, HEIGHT, WIDTH)[channel].tobytes() for channel in range(3)]
    plain_tiff.write(TIFF / "planar_rgb.tif", plain_tiff.page(
        None, *planes, width=WIDTH, height=HEIGHT, bits=[8, 8, 8], t262=("H", [2]), t284=("H", [2])))
    Image.fromarray((noise("u1") > 99).astype("u1") * 255).convert("1").save(TIFF / "bilevel_g4.tif", compression="group4")
    copy(np.full((HEIGHT, WIDTH), 77, "u1") + np.arange(WIDTH, dtype="u1") * 3, "jpeg_grey.tif", "-c", "jpeg:90", "-r", "8", photometric="minisblack")
    values = noise("u2")
    small = plain_tiff.page(values[::2, ::2].copy(), t254=("I", [1]))
    plain_tiff.write(TIFF / "pyramid_subifd.tif", plain_tiff.page(values, rows=7, sub=[small]))
    tifffile.imwrite(
        TIFF / "imagej_zct.tif", noise("u1", 2, 2, 2, HEIGHT, WIDTH), imagej=True, metadata={"axes": "TZCYX"}, photometric="minisblack")
    planes = noise("u2", 4, HEIGHT, WIDTH)
    pages = [plain_tiff.page(plane) for plane in planes]
    pages[0]["fields"][270] = plain_tiff.text(
        '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYCZT" '
        f'Type="uint16" SizeX="{WIDTH}" SizeY="{HEIGHT}" SizeC="2" SizeZ="1" SizeT="2" PhysicalSizeX="0.5"><Channel ID="Channel:0:0" Name="a"/>'
        '<Channel ID="Channel:0:1" Name="b"/><TiffData/></Pixels></Image></OME>')
    plain_tiff.write(TIFF / "pages.ome.tif", *pages)


def write_pictures():
    plain_png.write(PICTURES / "grey_8.png", noise("u1"), 8, plain_png.GREY)
    plain_png.write(PICTURES / "rgb_16_interlaced.png", noise("u2", HEIGHT, WIDTH, 3), 16, plain_png.RGB, interlaced=True)
    plain_png.write(
        PICTURES / "palette_4.png", noise("u1", largest=16), 4, plain_png.PALETTE,
        plain_png.chunk(b"PLTE", palette(16).tobytes()), plain_png.chunk(b"tRNS", b"\0"))
    stored = b"".join(bytes(colour[::-1]) + b"\0" for colour in palette(256))
    pictures.write_bmp_file(PICTURES / "palette_8.bmp", [row.tobytes() for row in noise("u1")], 8, stored, shape=(HEIGHT, WIDTH))
    pictures.write_bmp_file(PICTURES / "rgb_24.bmp", [row.tobytes() for row in noise("u1", HEIGHT, WIDTH, 3)], 24, shape=(HEIGHT, WIDTH))
    Image.fromarray(noise("u1")).save(PICTURES / "grey.jpg", quality=90)
    Image.fromarray(noise("u1", HEIGHT, WIDTH, 3)).save(PICTURES / "rgb_progressive.jpg", quality=90, progressive=True)
    picture = Image.fromarray(noise("u1", largest=16))
    picture.putpalette(palette(16).tobytes())
    picture.save(PICTURES / "palette_4.gif", optimize=False)


TIFF.mkdir(parents=True, exist_ok=True)
PICTURES.mkdir(exist_ok=True)
write_tiff()
write_pictures()
