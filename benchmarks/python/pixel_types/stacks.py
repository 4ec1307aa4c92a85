"""Pages: frames, channels, slices, levels of a pyramid, masks."""
import itertools

import numpy as np
import tifffile

from . import plain_tiff
from .table import HEIGHT, WIDTH, content, ids, image, labels, no_image, no_labels


def write(table):
    _write_pages(table)
    _write_pyramids(table)
    _write_imagej(table)
    _write_one_directory(table)
    _write_ome(table)


def _write_pages(table):
    for name, options in ("pages", {}), ("pages_be", dict(byteorder=">")), ("pages_big", dict(bigtiff=True)), ("pages_unnamed", dict(metadata=None)):
        values = content("u2", 3, HEIGHT, WIDTH)
        tifffile.imwrite(table.path(f"{name}.tif"), values, photometric="minisblack", **options)
        table.add(f"{name}.tif", image(values, "TYX"), labels(values, "TYX"))
    values = content("u1", 2, HEIGHT, WIDTH, 3)
    tifffile.imwrite(table.path("pages_rgb.tif"), values, photometric="rgb")
    table.add("pages_rgb.tif", image(values, "TYXS"), image(values[..., 1], "TYX", channels=[1]), no_labels())
    values = content("u1", 3, HEIGHT, WIDTH)
    plain_tiff.write(table.path("pages_subfile2.tif"), *[plain_tiff.page(plane, t254=("I", [2])) for plane in values])
    table.add("pages_subfile2.tif", image(values, "TYX"))
    mask = plain_tiff.page(None, bytes(HEIGHT * 8), width=WIDTH, height=HEIGHT, bits=[1], t262=("H", [4]), t254=("I", [4]))
    plain_tiff.write(table.path("page_and_mask.tif"), plain_tiff.page(values[0]), mask)
    table.add("page_and_mask.tif", image(values[0]), labels(values[0]))


def _write_pyramids(table):
    values = content("u2")
    small, smaller = values[::2, ::2].copy(), values[::4, ::4].copy()
    reduced = dict(t254=("I", [1]))
    for order, big in ("<", False), (">", False), ("<", True):
        ending = f"{'be' if order == '>' else 'le'}{'_big' if big else ''}.tif"
        stored = [plane.astype(order + "u2") for plane in (values, small, smaller)]
        for kind in "pages", "below", "small_first":
            levels = [plain_tiff.page(plane, **reduced) for plane in stored[1:]]
            full = plain_tiff.page(stored[0], sub=levels if kind == "below" else [])
            pages = {"pages": [full, *levels], "below": [full], "small_first": [levels[1], full]}[kind]
            plain_tiff.write(table.path(f"pyramid_{kind}_{ending}"), *pages, order=order, big=big)
            table.add(f"pyramid_{kind}_{ending}", image(values), labels(values))
    for big in False, True:
        name = f"pyramid_ome{'_big' if big else ''}.ome.tif"
        channels = content("u2", 2, HEIGHT, WIDTH)
        with tifffile.TiffWriter(table.path(name), bigtiff=big, ome=True) as writer:
            options = dict(photometric="minisblack", tile=(16, 16), compression="zlib")
            writer.write(channels, subifds=2, metadata={"axes": "CYX", "Channel": {"Name": ["DAPI", "GFP"]}}, **options)
            writer.write(channels[:, ::2, ::2], subfiletype=1, **options)
            writer.write(channels[:, ::4, ::4], subfiletype=1, **options)
        table.add(name, image(channels, "CYX", names=["DAPI", "GFP"]), image(channels[1], channels=["gfp"]), no_labels())


def _write_imagej(table):
    for kind in "u1", "u2", "f4":
        for axes, shape in ("TYX", (3,)), ("CYX", (2,)), ("TCYX", (3, 2)):
            values = content(kind, *shape, HEIGHT, WIDTH)
            name = f"imagej_{axes.lower()}_{np.dtype(kind).name}.tif"
            tifffile.imwrite(table.path(name), values, imagej=True, metadata={"axes": axes}, photometric="minisblack")
            table.add(name, image(values, axes), labels(values, axes))
        for axes, shape in ("ZYX", (4,)), ("ZCYX", (4, 2)), ("TZCYX", (2, 3, 2)), ("TZYX", (2, 3)):
            values = content(kind, *shape, HEIGHT, WIDTH)
            name = f"imagej_{axes.lower()}_{np.dtype(kind).name}.tif"
            tifffile.imwrite(table.path(name), values, imagej=True, metadata={"axes": axes}, photometric="minisblack")
            _add_depth(table, name, values, axes)
    values = content("u1", 2, HEIGHT, WIDTH, 3)
    tifffile.imwrite(table.path("imagej_rgb.tif"), values, imagej=True, metadata={"axes": "TYXS"}, photometric="rgb")
    table.add("imagej_rgb.tif", image(values, "TYXS"), no_labels())
    values = content("u1", 2, HEIGHT, WIDTH)
    tables = [np.stack([np.arange(256) * weight // 255 for weight in colour]).astype("u1") for colour in ((255, 0, 0), (0, 255, 128))]
    tifffile.imwrite(
        table.path("imagej_tables.tif"), values, imagej=True, photometric="minisblack",
        metadata={"axes": "CYX", "LUTs": tables, "Labels": ["nuclei", "membranes"], "mode": "composite"})
    table.add("imagej_tables.tif", image(values, "CYX"), no_labels())
    # What ImageJ writes for one grey channel that is shown in colours: a palette.
    values = ids("u1")
    colours = (tables[1].astype("u2") * 257).ravel()
    page = plain_tiff.page(values, t262=("H", [3]), t320=("H", [int(value) for value in colours]), t270=plain_tiff.text("ImageJ=1.54f\nmin=0.0\nmax=255.0\n"))
    plain_tiff.write(table.path("imagej_palette.tif"), page, order=">")
    table.add("imagej_palette.tif", image(tables[1][:, values], "CYX", compare="scaled"), labels(values))


def _add_depth(table, name, values, axes):
    """What is right for a stack in depth: nothing without a choice, a slice, the maximum."""
    depth = axes.index("Z")
    rest = axes.replace("Z", "")
    with np.errstate(invalid="ignore"):
        # A number beats what is none.
        largest = np.fmax.reduce(values, axis=depth)
    slices = [image(values.take(number, axis=depth), rest, slice=number) for number in (0, values.shape[depth] - 1)]
    table.add(
        name, no_image(), no_labels(), *slices, image(largest, rest, slice="MaximumProjection"), no_image(slice=values.shape[depth]),
        labels(values.take(1, axis=depth), rest, slice=1))


def _write_one_directory(table):
    """ImageJ leaves out all directories but the first where they would lie beyond 4 GB."""
    for order in ">", "<":
        for kind in "u1", "u2", "f4":
            for axes, shape, text in (
                    ("TYX", (3,), "images=3\nframes=3\n"), ("TCYX", (2, 2), "images=4\nchannels=2\nframes=2\nhyperstack=true\n"),
                    ("ZYX", (3,), "images=3\nslices=3\n")):
                values = content(kind, *shape, HEIGHT, WIDTH)
                name = f"one_directory_{axes.lower()}_{np.dtype(kind).name}_{'be' if order == '>' else 'le'}.tif"
                stored = values.astype(order + kind).reshape(-1, HEIGHT, WIDTH)
                # The tags speak of the first plane alone.
                page = plain_tiff.page(stored[0], t270=plain_tiff.text("ImageJ=1.54f\n" + text), behind=stored[1:].tobytes())
                plain_tiff.write(table.path(name), page, order=order)
                if "Z" in axes:
                    _add_depth(table, name, values, axes)
                else:
                    table.add(name, image(values, axes), labels(values, axes))


def _write_ome(table):
    for axes, shape, names in ("CYX", (3,), ["DAPI", "GFP", "Cy5"]), ("TCYX", (2, 2), ["nuclei", "tubulin"]), ("TYX", (3,), None), ("YX", (), None):
        values = content("u2", *shape, HEIGHT, WIDTH)
        name = f"ome_{axes.lower()}.ome.tif"
        metadata = {"axes": axes, "PhysicalSizeX": 0.325, "PhysicalSizeXUnit": "µm", "PhysicalSizeY": 0.325, "PhysicalSizeYUnit": "µm"}
        if names:
            metadata["Channel"] = {"Name": names}
        tifffile.imwrite(table.path(name), values, ome=True, metadata=metadata, photometric="minisblack")
        reads = [image(values, axes, pixelSize=0.325, **({"names": names} if names else {}))]
        if names:
            reads.append(image(values.take(1, axis=axes.index("C")), axes.replace("C", ""), channels=[names[1]]))
        table.add(name, *reads, labels(values, axes))
    values = content("u1", HEIGHT, WIDTH, 3)
    tifffile.imwrite(table.path("ome_yxs.ome.tif"), values, ome=True, metadata={"axes": "YXS"}, photometric="rgb")
    table.add("ome_yxs.ome.tif", image(values, "YXS"), no_labels())
    for order in map("".join, itertools.permutations("CZT")):
        sizes = dict(C=2, Z=3, T=2)
        values = content("u1", *[sizes[axis] for axis in reversed(order)], HEIGHT, WIDTH)
        text = (
            '<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0">'
            f'<Pixels ID="Pixels:0" DimensionOrder="XY{order}" Type="uint8" SizeX="{WIDTH}" SizeY="{HEIGHT}" SizeC="2" SizeZ="3" SizeT="2">'
            '<Channel ID="Channel:0:0" Name="a"/><Channel ID="Channel:0:1" Name="b"/><TiffData/></Pixels></Image></OME>')
        pages = [plain_tiff.page(plane) for plane in values.reshape(-1, HEIGHT, WIDTH)]
        pages[0]["fields"][270] = plain_tiff.text(text)
        plain_tiff.write(table.path(f"ome_{order.lower()}.ome.tif"), *pages)
        _add_depth(table, f"ome_{order.lower()}.ome.tif", values, order[::-1] + "YX")
