using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Imaging.Selection;
using CellSeg.Inference;
using CellSeg.Inference.Batches;
using CellSeg.Inference.Outputs;
using CellSeg.Models;
using CellSeg.Models.Specifications;

namespace CellSeg.Core.Tests.Inference.Batches;

/// <summary>What tests of batches share: a folder of pictures, a model, and a batch over them.</summary>
public abstract class BatchTests : IDisposable
{
    private protected const string RecordName = "cellseg-batch.jsonl", TableName = "cellseg-images.csv";

    private protected TemporaryFolder Folder { get; } = new();

    // Everything is foreground to this decoder, so that there are cells without any training.
    private protected SegmentationModel Model { get; } = new(new ModelSpecification { PyramidWidth = 32 })
    {
        Decoder = new WatershedDecoderOptions { ForegroundThreshold = -1 },
    };

    private protected string Out => Folder["out"];

    private protected string Record => Path.Combine(Out, RecordName);

    public void Dispose()
    {
        Model.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static IEnumerable<string> Names(string folder)
        => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file));

    /// <summary>All files of a folder but its records, whose times differ.</summary>
    private protected static Dictionary<string, string> Contents(string folder)
        => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(file => Path.GetExtension(file) != ".jsonl")
            .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(File.ReadAllBytes(file)));

    /// <summary>Does what a call of the command does.</summary>
    private protected BatchSummary Run(
        string[] files, bool resume = false, SegmenterOptions? options = null, ImageSelection? selection = null, bool keepFolders = false,
        BatchPart? part = null, string? destination = null, List<CellSegException>? problems = null, List<string>? warnings = null)
    {
        destination ??= Out;
        options ??= new SegmenterOptions { Outputs = [SegmentationOutputs.LabelTiff, SegmentationOutputs.Overlay] };
        var segmenter = new CellSegmenter(Model, options with { DestinationPath = destination });
        selection ??= ImageSelection.Everything;
        using var batch = new SegmentationBatch(new BatchOptions { DestinationPath = destination, Resume = resume, Selection = selection, Part = part });
        batch.Start();
        foreach (string file in files.Where((_, i) => part?.Has(i) != false))
        {
            // Below "in", or where it has moved.
            string relative = string.Join('/', Path.GetRelativePath(Folder.Path, file).Split(Path.DirectorySeparatorChar)[1..]);
            try
            {
                foreach (var input in SegmentationInput.FromFile(file, selection))
                    Segment(input with { RelativePath = relative, Folder = keepFolders ? Path.GetDirectoryName(relative)! : "" });
            }
            catch (CellSegException e)
            {
                batch.Fail(file, relative, e);
            }
        }
        warnings?.AddRange(batch.TakeWarnings());
        batch.WriteTable();
        return batch.Summary;

        void Segment(SegmentationInput input)
        {
            if (batch.IsFinished(segmenter, input))
            {
                batch.Skip(segmenter, input);
                return;
            }
            try
            {
                batch.Segment(segmenter, input);
            }
            catch (CellSegException e)
            {
                problems?.Add(e);
            }
        }
    }

    private protected string Picture(params string[] parts) => Picture(parts, height: 20);

    private protected string Picture(string name, int height) => Picture([name], height);

    private protected string Picture(string[] parts, int height)
    {
        string path = Folder[["in", .. parts]];
        ImageWriter.WriteRgb(path, height, 30, TestImages.GreyRgb(height, 30));
        return path;
    }
}
