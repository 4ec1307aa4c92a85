using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Models.Specifications;
using CellSeg.Numerics;
using CellSeg.Schemas;
using CellSeg.Training.Data;

namespace CellSeg.Core.Tests.Training.Data;

public sealed class BatchSourceTests
{
    [Fact]
    public void A_source_that_starts_later_gives_the_batches_of_one_that_began_at_the_beginning()
    {
        var options = SmallTraining.Options with { BatchSize = 4 };
        var specification = new ModelSpecification();
        var frames = new FrameCache(SmallTraining.Split().Training, specification, 1 << 20);
        int batches = options.Batches.CountBatches(frames.ClipCount);
        Assert.Equal((6, 2), (frames.Count, batches));
        using var source = new BatchSource(frames, specification.GetSchema(), options.Batches, Fail, default);
        var expected = Enumerable.Range(0, 3 * batches).Select(_ => source.Next()).ToList();
        for (int first = 0; first < expected.Count; first++)
        {
            // A cache is for one thread at a time.
            var own = new FrameCache(SmallTraining.Split().Training, specification, 1 << 20);
            using var later = new BatchSource(own, specification.GetSchema(), options.Batches, Fail, default, (first / batches, first % batches));
            foreach (var batch in expected.Skip(first))
            {
                var same = later.Next();
                Assert.Equal(batch.Names, same.Names);
                Assert.Equal(batch.Images, same.Images);
            }
        }
        Assert.NotEqual(expected[0].Images, expected[2].Images);
    }

    [Fact]
    public void A_source_can_start_behind_the_last_batch_of_an_epoch()
    {
        var specification = new ModelSpecification();
        var split = SmallTraining.Split();
        using var end = new BatchSource(
            new FrameCache(split.Training, specification, 0), specification.GetSchema(), SmallTraining.Options.Batches, Fail, default,
            (0, 3));
        using var next = new BatchSource(
            new FrameCache(split.Training, specification, 0), specification.GetSchema(), SmallTraining.Options.Batches, Fail, default,
            (1, 0));
        Assert.Equal(next.Next().Images, end.Next().Images);
    }

    [Fact]
    public void Tiles_can_be_taken_equally_often_of_each_image_from_wherever_the_source_starts()
    {
        // Twelve tiles of a large image, and one of each of two small ones.
        var large = Movie("large", 96, 128, 1);
        var part = new CellDataset("data", "here", [large, Movie("small", 32, 32, 2)]);
        var split = new CellDatasetSplit(part, part.WithMovies("none", []), part.WithMovies("none", []), 0, 1);
        var options = SmallTraining.Options with { Sampling = CropSampling.Tiles, BalanceImages = true };
        var specification = new ModelSpecification();
        var prepared = DataPreparation.Prepare(split, options.TileSize, options.MinimumObjects, Fail, default).Training;
        int batches = options.Batches.CountBatches(new FrameCache(prepared, specification, 0).ClipCount);
        Assert.Equal(7, batches);
        var expected = Read(0, 20 * batches);
        for (int epoch = 0; epoch < 20; epoch++)
        {
            var names = expected.Skip(epoch * batches).Take(batches).SelectMany(batch => batch.Names).ToList();
            int[] counts =
            [
                names.Count(name => name.StartsWith("large", StringComparison.Ordinal)),
                names.Count(name => name.EndsWith("frame 1", StringComparison.Ordinal)),
                names.Count(name => name.EndsWith("frame 2", StringComparison.Ordinal)),
            ];
            Assert.Equal(14, counts.Sum());
            Assert.All(counts, count => Assert.InRange(count, 4, 5));
        }
        // Another choice each epoch: in time every tile has its turn.
        Assert.Equal(12, expected.SelectMany(batch => batch.Names).Where(name => name.StartsWith("large", StringComparison.Ordinal)).Distinct().Count());
        for (int first = 0; first < 2 * batches; first++)
            Assert.Equal(expected.Skip(first).Take(2).SelectMany(batch => batch.Names), Read(first, 2).SelectMany(batch => batch.Names));
        // Without it each tile once.
        options = options with { BalanceImages = false };
        Assert.Equal(14, Read(0, batches).SelectMany(batch => batch.Names).Distinct().Count());

        List<TrainingBatch> Read(int first, int count)
        {
            using var source = new BatchSource(
                new FrameCache(prepared, specification, 1 << 20), specification.GetSchema(), options.Batches, Fail, default,
                (first / batches, first % batches));
            return [.. Enumerable.Range(0, count).Select(_ => source.Next())];
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 3)]
    [InlineData(11, 1)]
    public void An_epoch_takes_as_many_crops_as_are_wanted_and_of_each_clip_equally_many(int batches, int framesPerClip)
    {
        // Three movies of six frames, each frame of which is another noise.
        var part = new CellDataset("data", "here", [Movie("a", 40, 40, 6), Movie("b", 40, 40, 6), Movie("c", 40, 40, 6)]);
        var specification = new ModelSpecification { Temporal = new() { FramesPerBatch = framesPerClip } };
        var options = SmallTraining.Options with { CropsPerEpoch = batches * 4, BatchSize = 4 };
        int clips = new FrameCache(part, specification, 0).ClipCount;
        Assert.Equal((18 / framesPerClip, batches), (clips, options.Batches.CountBatches(clips)));
        const int epochs = 40;
        var all = Read(0, epochs * batches);
        foreach (var epoch in all.Chunk(batches))
        {
            // A clip of several frames begins anywhere in its movie, so that movies are counted then.
            var counts = epoch.SelectMany(batch => batch.Names.Chunk(framesPerClip)).CountBy(names => framesPerClip > 1 ? names[0][..1] : names[0]).ToList();
            Assert.Equal(4 * batches, counts.Sum(count => count.Value));
            int each = 4 * batches / (framesPerClip > 1 ? 3 : clips);
            Assert.All(counts, count => Assert.InRange(count.Value, each, each + (framesPerClip > 1 ? 2 : 1)));
        }
        // In time every frame has its turn, and no crop is like another.
        Assert.Equal(18, all.SelectMany(batch => batch.Names).Distinct().Count());
        var crops = all.SelectMany(batch => batch.Images.Chunk(32 * 32)).ToList();
        Assert.Equal(crops.Count, crops.DistinctBy(crop => (crop[0], crop[500], crop[1000])).Count());
        for (int first = 1; first < Math.Min(30, all.Count); first += 7)
            Assert.Equal(all[first].Images, Read(first, 1)[0].Images);

        List<TrainingBatch> Read(int first, int count)
        {
            var cache = new FrameCache(part, specification, 1 << 20);
            using var source = new BatchSource(cache, specification.GetSchema(), options.Batches, Fail, default, (first / batches, first % batches));
            return [.. Enumerable.Range(0, count).Select(_ => source.Next())];
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void Balanced_images_stay_balanced_whatever_the_number_of_crops(int crops)
    {
        // Twelve tiles of one image, two of another, and one of each of two more.
        int[] images = [.. Enumerable.Repeat(0, 12), 1, 1, 2, 3];
        var seen = new HashSet<int>();
        for (int epoch = 0; epoch < 40; epoch++)
        {
            int[] order = CropOrder.OfImages(images, crops, RandomSource.ForPart(1, epoch));
            Assert.Equal(crops, order.Length);
            int[] counts = [.. Enumerable.Range(0, 4).Select(image => order.Count(clip => images[clip] == image))];
            Assert.All(counts, count => Assert.InRange(count, crops / 4, (crops + 3) / 4));
            seen.UnionWith(order);
        }
        Assert.Equal(images.Length, seen.Count);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Large_frames_give_more_crops_by_the_power_of_their_pixels(double exponent)
    {
        // 1, 4 and 16 times the pixels.
        var part = new CellDataset("data", "here", [Movie("a", 40, 40, 3), Movie("b", 80, 80, 1), Movie("c", 160, 160, 1)]);
        double[] weights = [.. new[] { 1.0, 1, 1, 4, 16 }.Select(pixels => Math.Pow(pixels, exponent))];
        var options = SmallTraining.Options with { CropsPerEpoch = 36, BatchSize = 4, AreaExponent = exponent };
        using var source = new BatchSource(
            new FrameCache(part, new ModelSpecification(), 1 << 20), new ModelSpecification().GetSchema(), options.Batches, Fail, default);
        for (int epoch = 0; epoch < 5; epoch++)
        {
            var names = Enumerable.Range(0, 9).SelectMany(_ => source.Next().Names).ToList();
            string[] expected = ["a frame 1", "a frame 2", "a frame 3", "b", "c"];
            Assert.Empty(names.Except(expected));
            for (int i = 0; i < expected.Length; i++)
            {
                double share = 36 * weights[i] / weights.Sum();
                Assert.InRange(names.Count(name => name == expected[i]), Math.Floor(share), Math.Ceiling(share));
            }
        }
    }

    [Fact]
    public void Tiles_of_one_frame_are_of_one_image_even_where_frames_are_left_out()
    {
        // Two tiles; the second one has a cell in frames 1 and 3 only.
        var movie = new CellMovie("m", "m.tif", 3, frame => TestImages.Noise(32, 64, frame), frame => frame == 1
            ? TestImages.Rectangles(32, 64, (2, 2, 5, 5))
            : TestImages.Rectangles(32, 64, (2, 2, 5, 5), (2, 40, 5, 5)));
        var part = new CellDataset("data", "here", [movie]);
        var split = new CellDatasetSplit(part, part.WithMovies("none", []), part.WithMovies("none", []), 0, 1);
        var options = SmallTraining.Options with { Sampling = CropSampling.Tiles, MinimumObjects = 1 };
        var frames = new FrameCache(
            DataPreparation.Prepare(split, options.TileSize, options.MinimumObjects, Fail, default).Training, new ModelSpecification(), 0);
        Assert.Equal([0, 1, 2, 0, 2], frames.ImageOfClip);
        // Whole frames are images of their own.
        Assert.Equal([0, 1, 2], new FrameCache(part, new ModelSpecification(), 0).ImageOfClip);
    }

    [Theory]
    [InlineData(SegmentationSchema.Watershed)]
    [InlineData(SegmentationSchema.Pixelwise)]
    [InlineData(SegmentationSchema.DiscretisedWatershed)]
    [InlineData(SegmentationSchema.RetinaMask)]
    public void Warped_targets_of_a_crop_without_variation_are_those_of_the_whole_frame(SegmentationSchema schema)
    {
        var labels = TestImages.Rectangles(32, 32, (2, 3, 9, 12), (11, 3, 14, 8), (20, 15, 12, 17));
        var part = new CellDataset("data", "here", [new CellMovie("m", "m.tif", 1, _ => TestImages.Noise(32, 32, 1), _ => labels)]);
        var specification = new ModelSpecification { Schema = schema };
        var options = SmallTraining.Options with { BatchSize = 1, WarpTargets = true, Augmentation = AugmentationOptions.None };
        var maker = new TargetMaker(specification.GetSchema(), options.Batches.Targets);
        using var source = new BatchSource(new FrameCache(part, specification, 0, maker), specification.GetSchema(), options.Batches, Fail, default);
        var batch = source.Next();
        Assert.Equal(labels.Pixels, batch.Labels);
        var whole = maker.Make(labels);
        Assert.Equal(specification.GetSchema().Maps, batch.Targets.Keys);
        foreach (var (map, values) in batch.Targets)
            Assert.Equal(whole[map], values);
    }

    [Fact]
    public void Warped_targets_follow_their_image()
    {
        // The image is the outer distance itself, so that crop and target have to be the same.
        var labels = TestImages.Rectangles(80, 90, (5, 10, 30, 25), (40, 50, 35, 30), (45, 5, 25, 30));
        var specification = new ModelSpecification { Normalization = ImageNormalization.None };
        var options = SmallTraining.Options with
        {
            WarpTargets = true, CropSize = 64,
            Augmentation = AugmentationOptions.None with { Rotation = 180, ZoomLow = 0.6, ZoomHigh = 1.4, Flip = true },
        };
        var maker = new TargetMaker(specification.GetSchema(), options.Batches.Targets);
        var image = new CellImage(1, 80, 90, maker.Make(labels)[WatershedSchema.OuterDistance]);
        var part = new CellDataset("data", "here", [new CellMovie("m", "m.tif", 1, _ => image, _ => labels)]);
        using var source = new BatchSource(new FrameCache(part, specification, 0, maker), specification.GetSchema(), options.Batches, Fail, default);
        using var exact = new BatchSource(new FrameCache(part, specification, 0), specification.GetSchema(), options.Batches, Fail, default);
        for (int i = 0; i < 5; i++)
        {
            var batch = source.Next();
            Assert.Equal(batch.Images, batch.Targets[WatershedSchema.OuterDistance]);
            Assert.Equal(batch.Labels.Select(label => label > 0 ? 1f : 0f), batch.Targets[WatershedSchema.Foreground]);
            // Those made of the crop's labels are others, of the very same place.
            var remade = exact.Next();
            Assert.Equal(batch.Images, remade.Images);
            Assert.NotEqual(batch.Targets[WatershedSchema.OuterDistance], remade.Targets[WatershedSchema.OuterDistance]);
        }
    }

    [Fact]
    public void The_memory_of_frames_counts_their_targets()
    {
        var labels = TestImages.Rectangles(32, 32, (2, 3, 9, 12));
        var specification = new ModelSpecification { ForegroundHead = false };
        var frame = new TrainingFrame(
            "m", TestImages.Noise(32, 32, 1), labels,
            new TargetMaker(specification.GetSchema(), SmallTraining.Options.Batches.Targets).Make(labels));
        Assert.Equal(4 * 4 * 32 * 32, frame.Bytes);
    }

    private static CellMovie Movie(string name, int height, int width, int frames)
        => new(name, $"{name}.tif", frames, frame => TestImages.Noise(height, width, frame), _ => TestImages.Rectangles(height, width, (2, 2, 5, 5)));

    private static void Fail(CellSegException e) => Assert.Fail(e.Message);
}
