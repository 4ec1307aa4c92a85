"""PNG, BMP, GIF and JPEG files."""
import struct

import numpy as np
from PIL import Image

from . import plain_png
from .plain_tiff import pack
from .table import HEIGHT, WIDTH, ids, image, labels, no_image, no_labels, smooth


def write(table):
    _write_png(table)
    _write_png_palettes(table)
    _write_bmp(table)
    _write_gif(table)
    _write_jpeg(table)


def numbers(bits, *more):
    """Noise of so many bits."""
    return np.random.default_rng(bits).integers(0, 1 << bits, (HEIGHT, WIDTH, *more))


def _write_png(table):
    key = plain_png.chunk(b"tRNS", struct.pack(">H", 1))
    colour_space = plain_png.chunk(b"gAMA", struct.pack(">I", 45455)) + plain_png.chunk(b"sRGB", b"\0")
    for interlaced in False, True:
        ending = "_interlaced.png" if interlaced else ".png"
        for bits in 1, 2, 4, 8, 16:
            values = numbers(bits)
            for name, chunks in ("grey", []), ("grey_key", [key]), ("grey_gamma", [colour_space]):
                plain_png.write(table.path(f"{name}_{bits}{ending}"), values, bits, plain_png.GREY, *chunks, interlaced=interlaced)
                table.add(f"{name}_{bits}{ending}", image(values, compare="exact" if bits >= 8 else "scaled"), labels(values))
        for name, colour, samples, kept in (
                ("grey_alpha", plain_png.GREY_ALPHA, 2, 1), ("rgb", plain_png.RGB, 3, 3), ("rgba", plain_png.RGBA, 4, 3)):
            for bits in 8, 16:
                values = numbers(bits, samples)
                plain_png.write(table.path(f"{name}_{bits}{ending}"), values, bits, colour, interlaced=interlaced)
                table.add(f"{name}_{bits}{ending}", image(values[..., :kept], "YXS"), labels(values[..., :kept], "YXS"))
    values = numbers(16)
    Image.fromarray(values.astype("u2")).save(table.path("pillow_16.png"))
    table.add("pillow_16.png", image(values), labels(values))
    values = ids("u1", largest=1)
    Image.fromarray(values * 255).convert("1").save(table.path("pillow_1.png"))
    table.add("pillow_1.png", image(values, compare="scaled"), labels(values))
    for mode, samples, kept in ("L", 0, 1), ("LA", 2, 1), ("RGB", 3, 3), ("RGBA", 4, 3):
        values = numbers(8, samples) if samples else numbers(8)
        Image.fromarray(values.astype("u1"), mode).save(table.path(f"pillow_{mode.lower()}.png"))
        right = values[..., :kept] if samples else values
        table.add(f"pillow_{mode.lower()}.png", image(right, "YXS" if samples else "YX"), labels(right, "YXS" if samples else "YX"))


def _write_png_palettes(table):
    for bits in 1, 2, 4, 8:
        colours = np.random.default_rng(9).integers(0, 256, (1 << bits, 3)).astype("u1")
        colours[0] = 0
        values = numbers(bits)
        clear = plain_png.chunk(b"tRNS", bytes([0, 128]))
        for name, chunks in ("", []), ("_clear", [clear]):
            for interlaced in False, True:
                file = f"palette{name}_{bits}{'_interlaced' if interlaced else ''}.png"
                plain_png.write(
                    table.path(file), values, bits, plain_png.PALETTE, plain_png.chunk(b"PLTE", colours.tobytes()), *chunks, interlaced=interlaced)
                table.add(file, image(colours[values], "YXS"), labels(values))
        picture = Image.fromarray(values.astype("u1"))
        picture.putpalette(colours.tobytes())
        for name, options in ("", {}), ("_clear", dict(transparency=0)):
            picture.save(table.path(f"pillow_palette{name}_{bits}.png"), bits=bits, **options)
            table.add(f"pillow_palette{name}_{bits}.png", image(colours[values], "YXS"), labels(values))
    grey = np.repeat(np.arange(256, dtype="u1")[:, None], 3, axis=1)
    values = numbers(8)
    for name, colours in ("grey", grey), ("inverting", grey[::-1]):
        plain_png.write(table.path(f"palette_{name}.png"), values, 8, plain_png.PALETTE, plain_png.chunk(b"PLTE", colours.tobytes()))
        table.add(f"palette_{name}.png", image(colours[values], "YXS"), labels(values))


def write_bmp_file(path, rows, bits, colours=b"", compression=0, top_down=False, masks=b"", data=None, shape=(HEIGHT, WIDTH)):
    """Rows are bytes, from the top."""
    if data is None:
        data = b"".join(row + bytes(-len(row) % 4) for row in (rows if top_down else rows[::-1]))
    start = 54 + len(masks) + len(colours)
    path.write_bytes(
        b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start)
        + struct.pack("<IiiHHIIiiII", 40, shape[1], -shape[0] if top_down else shape[0], 1, bits, compression, len(data), 2835, 2835, len(colours) // 4, 0)
        + masks + colours + data)


def _write_bmp(table):
    for bits in 1, 4, 8:
        colours = np.random.default_rng(9).integers(0, 256, (1 << bits, 3)).astype("u1")
        stored = b"".join(bytes(colour[::-1]) + b"\0" for colour in colours)
        values = numbers(bits)
        for top_down in False, True:
            name = f"palette_{bits}{'_down' if top_down else ''}.bmp"
            write_bmp_file(table.path(name), pack(values, bits), bits, stored, top_down=top_down)
            table.add(name, image(colours[values], "YXS"), labels(values))
    values = ids("u1")
    write_bmp_file(table.path("palette_rle8.bmp"), None, 8, stored, compression=1, data=_run_lengths(values))
    table.add("palette_rle8.bmp", image(colours[values], "YXS"), labels(values))
    write_bmp_file(table.path("palette_rle8_delta.bmp"), None, 8, stored, compression=1, data=b"\0\2\5\3" + _run_lengths(values[3:]))
    table.add("palette_rle8_delta.bmp", no_image(), no_labels())
    values = numbers(8, 3)
    for top_down in False, True:
        name = f"rgb_24{'_down' if top_down else ''}.bmp"
        write_bmp_file(table.path(name), [row[:, ::-1].astype("u1").tobytes() for row in values], 24, top_down=top_down)
        table.add(name, image(values, "YXS"), no_labels())
    padded = np.concatenate([values[..., ::-1], np.zeros((HEIGHT, WIDTH, 1), int)], axis=2).astype("u1")
    write_bmp_file(table.path("rgb_32.bmp"), [row.tobytes() for row in padded], 32)
    table.add("rgb_32.bmp", image(values, "YXS"), no_labels())
    values = numbers(5, 3)
    packed = (values[..., 0] << 10 | values[..., 1] << 5 | values[..., 2]).astype("<u2")
    write_bmp_file(table.path("rgb_555.bmp"), [row.tobytes() for row in packed], 16)
    # Readers differ in how five bits become eight.
    table.add("rgb_555.bmp", image(values * 255 / 31, "YXS", compare="near"), no_labels())
    packed = (values[..., 0] << 11 | values[..., 1] << 6 | values[..., 2]).astype("<u2")
    write_bmp_file(table.path("rgb_565.bmp"), [row.tobytes() for row in packed], 16, compression=3, masks=struct.pack("<III", 0xf800, 0x07e0, 0x1f))
    right = np.stack([values[..., 0] * 255 / 31, values[..., 1] * 2 * 255 / 63, values[..., 2] * 255 / 31], axis=2)
    table.add("rgb_565.bmp", image(right, "YXS", compare="near"), no_labels())
    for mode, samples in ("1", 0), ("L", 0), ("RGB", 3), ("RGBA", 4):
        values = numbers(8, samples) if samples else numbers(8) if mode == "L" else ids("u1", largest=1)
        picture = Image.fromarray((values * 255 if mode == "1" else values).astype("u1"), "L" if mode == "1" else mode)
        (picture.convert("1") if mode == "1" else picture).save(table.path(f"pillow_{mode.lower()}.bmp"))
        right = values[..., :3] if samples else values
        table.add(
            f"pillow_{mode.lower()}.bmp", image(right, "YXS" if samples else "YX", compare="scaled" if mode == "1" else "exact"),
            labels(right, "YXS" if samples else "YX"))


def _run_lengths(values):
    data = b""
    for row in values[::-1]:
        start = 0
        for column in range(1, len(row) + 1):
            if column == len(row) or row[column] != row[start] or column - start == 255:
                data += bytes([column - start, row[start]])
                start = column
        data += b"\0\0"
    return data[:-2] + b"\0\1"


def _write_gif(table):
    colours = np.random.default_rng(9).integers(0, 256, (256, 3)).astype("u1")
    for name, bits, options in ("palette", 8, {}), ("palette_clear", 8, dict(transparency=0)), ("palette_16", 4, {}), (
            "palette_interlaced", 8, dict(interlace=1)):
        values = numbers(bits)
        picture = Image.fromarray(values.astype("u1"))
        picture.putpalette(colours[:1 << bits].tobytes())
        picture.save(table.path(f"{name}.gif"), optimize=False, **({"interlace": 0} | options))
        table.add(f"{name}.gif", image(colours[values], "YXS"), labels(values))
    values = numbers(8)
    Image.fromarray(values.astype("u1")).save(table.path("grey.gif"), optimize=False)
    table.add("grey.gif", image(values), labels(values))
    frames = np.stack([np.roll(values, 5 * number, axis=1) for number in range(3)])
    pictures = [Image.fromarray(frame.astype("u1")) for frame in frames]
    for picture in pictures:
        picture.putpalette(colours.tobytes())
    pictures[0].save(table.path("frames.gif"), save_all=True, append_images=pictures[1:], optimize=False)
    table.add("frames.gif", image(colours[frames], "TYXS"), labels(frames, "TYX"))


def _write_jpeg(table):
    grey, colours = smooth("u1"), smooth("u1", HEIGHT, WIDTH, 3)
    turned = Image.Exif()
    turned[0x112] = 6
    for name, values, options in (
            ("grey", grey, {}), ("grey_progressive", grey, dict(progressive=True)), ("rgb_444", colours, dict(subsampling=0)),
            ("rgb_422", colours, dict(subsampling=1)), ("rgb_420", colours, dict(subsampling=2)),
            ("rgb_progressive", colours, dict(progressive=True)), ("grey_turned", grey, dict(exif=turned.tobytes()))):
        Image.fromarray(values).save(table.path(f"{name}.jpg"), quality=95, **options)
        table.add(f"{name}.jpg", image(values, "YX" if values.ndim == 2 else "YXS", compare="near"), no_labels())
    ink = smooth("u1", HEIGHT, WIDTH, 4)
    Image.fromarray(ink, "CMYK").save(table.path("cmyk.jpg"), quality=95)
    light = (255.0 - ink[..., :3]) * (255.0 - ink[..., 3:]) / 255
    table.add("cmyk.jpg", image(light, "YXS", compare="near"), no_labels())
    Image.fromarray(ids("u1")).save(table.path("labels.jpeg"), quality=100)
    table.add("labels.jpeg", no_labels())
