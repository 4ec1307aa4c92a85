using CellSeg.Files;
using CellSeg.Imaging.Arrays;
using CellSeg.Imaging.Codecs;

namespace CellSeg.Datasets.Layouts.DeepCell.Writing;

/// <summary>Writes a data set as one array of images and one of labels, in one file.</summary>
internal abstract class ArrayExporter : DatasetExporter
{
    /// <summary>What people call the files.</summary>
    protected abstract DatasetExportFormat Format { get; }

    /// <summary>What the name of the file may end with.</summary>
    protected abstract IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether all movies need the same number of frames.</summary>
    protected abstract bool HaveEqualLengths { get; }

    /// <inheritdoc/>
    public override ExportOutcome Write(
        CellDataset dataset, string destination, DatasetExportOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        Check(dataset, destination, options);
        var problems = new List<CellSegException>();
        // Every movie is read, then packed.
        int total = 2 * dataset.MovieCount, done = 0;
        using var spool = new FrameSpool(destination, HaveEqualLengths, dataset.FrameCount);
        foreach (var movie in dataset.Movies)
        {
            try
            {
                spool.Add(movie, cancellationToken);
            }
            catch (CellSegException e) when (e.Target != destination)
            {
                problems.Add(e);
            }
            catch (IOException e)
            {
                throw new CellSegException(destination, $"a temporary file beside it cannot be written ({e.Message.TrimEnd('.')})", "Make room there", e);
            }
            progress?.Report(new WorkProgress(++done, total, movie.Name));
        }
        spool.CheckShapes();
        if (spool.Movies.Count == 0)
            return new ExportOutcome(0) { Problems = problems };
        var warnings = new List<string>(FindLeftOut(dataset, spool.Movies));
        AtomicFile.Write(destination, file =>
        {
            using var stream = new FileStream(file, FileMode.CreateNew);
            WriteFile(stream, destination, spool, Pack, warnings);
            stream.Flush(flushToDisk: true);
        });
        return new ExportOutcome(spool.Movies.Count) { Problems = problems, Warnings = warnings };

        void Pack(SpooledMovie movie)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new WorkProgress(Math.Min(++done, total), total, movie.Movie.Name));
        }
    }

    /// <summary>Looks whether a file may be written, before anything is read.</summary>
    /// <exception cref="CellSegException">It may not.</exception>
    protected virtual void Check(CellDataset dataset, string destination, DatasetExportOptions options)
    {
        if (!Extensions.Contains(Path.GetExtension(destination).ToLowerInvariant()))
            throw new CellSegException(destination, $"files of the format {Format} end in {string.Join(" or ", Extensions)}", "Give the file such a name");
        if (Directory.Exists(destination))
            throw new CellSegException(destination, "there is a folder of this name", "Choose another destination");
        if (!options.Overwrite && File.Exists(destination))
            throw new CellSegException(destination, "the file exists already", "Use -Force to replace it, or another destination");
    }

    /// <summary>Writes the file.</summary>
    /// <param name="file">Empty.</param>
    /// <param name="destination">What it is going to be called.</param>
    /// <param name="spool">The movies, at least one.</param>
    /// <param name="pack">Told of each movie when its images are written; stops where that is wanted.</param>
    /// <param name="warnings">Gets what is odd about them.</param>
    protected abstract void WriteFile(Stream file, string destination, FrameSpool spool, Action<SpooledMovie> pack, List<string> warnings);

    /// <summary>The array of images, and that of labels; shorter movies are filled up with zeros.</summary>
    /// <param name="spool">The movies.</param>
    /// <param name="leading">The axes before rows and columns; the product of their lengths is that of all frames.</param>
    /// <param name="pack">Told of each movie when its images are written.</param>
    protected static (NpyStream Images, NpyStream Labels) OpenArrays(FrameSpool spool, IReadOnlyList<long> leading, Action<SpooledMovie> pack)
    {
        var shape = spool.Shape;
        int frames = spool.Movies.Max(movie => movie.Movie.FrameCount);
        long blocks = (long)spool.Movies.Count * frames;
        byte[] noImage = new byte[shape.Numbers * NpyType.Native(spool.ImageType).Size], noLabels = new byte[shape.Pixels * sizeof(int)];
        return (
            NpyStream.Create(spool.ImageType, [.. leading, shape.Size.Height, shape.Size.Width, shape.Channels], blocks, ReadImage),
            NpyStream.Create(SampleType.Int32, [.. leading, shape.Size.Height, shape.Size.Width, 1], blocks, block => Read(block, spool.ReadLabels, noLabels)));

        byte[] ReadImage(long block)
        {
            if (block % frames == 0)
                pack(spool.Movies[(int)(block / frames)]);
            return Read(block, spool.ReadImage, noImage);
        }

        byte[] Read(long block, Func<long, byte[]> read, byte[] padding)
        {
            var movie = spool.Movies[(int)(block / frames)];
            int frame = (int)(block % frames);
            return frame < movie.Movie.FrameCount ? read(movie.FirstFrame + frame) : padding;
        }
    }

    /// <summary>What such a file has no place for.</summary>
    private IEnumerable<string> FindLeftOut(CellDataset dataset, IReadOnlyList<SpooledMovie> movies)
    {
        string file = $"A file of the format {Format}";
        if (dataset.PixelSize is not null || movies.Any(movie => movie.Movie.PixelSize is not null))
            yield return $"{file} does not tell how large pixels are: give -PixelSize where it is imported.";
        if (movies.Any(movie => movie.Movie.HasDarkCells))
            yield return $"{file} does not tell that cells are dark: give -Invert where it is imported.";
        if (movies.Any(movie => movie.Movie.Kind is not null))
            yield return $"{file} does not tell of which kind movies are.";
        int zeros = movies.Count(movie => movie.ZeroFrames > 0 && movie.Movie.FrameCount > 1);
        if (zeros > 0)
            yield return $"{zeros} movies end with frames that are zero everywhere, in image and labels; whoever reads the file takes them for padding.";
    }
}
