using System.Globalization;
using System.Text.Json;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Regions;

namespace CellSeg.Inference.Outputs;

/// <summary>
/// The cells as GeoJSON (RFC 7946), <c>NAME_cells.geojson</c>, which QuPath imports as detections: a feature a cell, a polygon with
/// its holes, or several polygons, in pixels from the top left corner of the image, along the edges of pixels.
/// </summary>
internal sealed class GeoJsonOutput : SegmentationOutput
{
    private const int FlushLength = 1 << 16;

    /// <inheritdoc/>
    public override string Name => "GeoJson";

    /// <inheritdoc/>
    public override string Suffix => ImageFiles.CellsSuffix + ".geojson";

    /// <inheritdoc/>
    public override void Write(string path, SegmentedFrame frame)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        foreach (var cell in frame.Cells.Read())
        {
            WriteFeature(json, cell, frame.PixelSize);
            if (json.BytesPending > FlushLength)
                json.Flush();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFeature(Utf8JsonWriter json, CellRegion cell, double? pixelSize)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        WriteGeometry(json, OutlineTracer.Trace(cell));
        json.WriteStartObject("properties");
        json.WriteString("objectType", "detection");
        json.WriteString("name", cell.Box.Label.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("label", cell.Box.Label);
        json.WriteStartObject("measurements");
        json.WriteNumber("Area px^2", cell.Box.Area);
        if (pixelSize is { } size)
            json.WriteNumber("Area \u00B5m^2", cell.Box.Area * size * size);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteGeometry(Utf8JsonWriter json, IReadOnlyList<PieceOutline> pieces)
    {
        json.WriteStartObject("geometry");
        json.WriteString("type", pieces.Count == 1 ? "Polygon" : "MultiPolygon");
        json.WritePropertyName("coordinates");
        if (pieces.Count > 1)
            json.WriteStartArray();
        foreach (var piece in pieces)
        {
            json.WriteStartArray();
            // Outer rings go anticlockwise where y points up, as the format asks for: clockwise where it points down.
            WriteRing(json, piece.Outer);
            foreach (var hole in piece.Holes)
                WriteRing(json, hole);
            json.WriteEndArray();
        }
        if (pieces.Count > 1)
            json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRing(Utf8JsonWriter json, IReadOnlyList<PixelCorner> ring)
    {
        json.WriteStartArray();
        foreach (var corner in ring)
            WriteCorner(json, corner);
        // The first corner once more closes the ring.
        WriteCorner(json, ring[0]);
        json.WriteEndArray();
    }

    private static void WriteCorner(Utf8JsonWriter json, PixelCorner corner)
    {
        json.WriteStartArray();
        json.WriteNumberValue(corner.X);
        json.WriteNumberValue(corner.Y);
        json.WriteEndArray();
    }
}
