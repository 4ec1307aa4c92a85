using System.Buffers.Binary;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Imaging.Selection;

namespace CellSeg.Core.Tests.Datasets.DeepCell;

public sealed class NpzLayoutTests : IDisposable
{
    // Made by NumPy 1.24: X = (numpy.arange(12).reshape(2, 2, 3, 1) * 1000).astype('<u2'), y = numpy.zeros((2, 2, 3, 1), '<i4')
    // with y[0, 0, :2] = 5 and y[1, 1, 2] = 7; numpy.savez(f, X=X, y=y), then numpy.savez_compressed.
    private const string Stored =
        "UEsDBBQAAAAAAAAAIQBtrjtfmAAAAJgAAAAFABQAWC5ucHkBABAAmAAAAAAAAACYAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzx1MicsICdmb3J0cmFuX29yZGVyJzogRmFsc2Us"
        + "ICdzaGFwZSc6ICgyLCAyLCAzLCAxKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAADoA9AHuAugD4gTcBdYG0AfKCMQJ/gqUEsDBBQA"
        + "AAAAAAAAIQAGH/rjsAAAALAAAAAFABQAeS5ucHkBABAAsAAAAAAAAACwAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxpNCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6"
        + "ICgyLCAyLCAzLCAxKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKBQAAAAUAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAHAAAAUEsBAhQDFAAAAAAAAAAhAG2uO1+YAAAAmAAAAAUAAAAAAAAAAAAAAIABAAAAAFgubnB5UEsBAhQDFAAAAAAAAAAhAAYf+uOwAAAAsAAAAAUAAAAAAAAAAAAAAIABzwAAAHku"
        + "bnB5UEsFBgAAAAACAAIAZgAAALYBAAAAAA==";

    private const string Compressed =
        "UEsDBBQAAAAIAAAAIQBtrjtfYwAAAJgAAAAFABQAWC5ucHkBABAAmAAAAAAAAABjAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG5TaqSuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQW"
        + "pAL5GkY6CkBkrKNgqKmjUKtABuBiYHjBfIF9B/cC/g7hAvEIaQd5DWUB9R9aAFBLAwQUAAAACAAAACEABh/641UAAACwAAAABQAUAHkubnB5AQAQALAAAAAAAAAAVQAAAAAAAACb7BfqGxDJ"
        + "yFDGUK2eklqcXKRupaBuk2mirqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgpAZKyjYKipo1CrQAbgYmVgYABhYgA7EAMAUEsBAhQDFAAAAAgAAAAhAG2uO19jAAAAmAAAAAUA"
        + "AAAAAAAAAAAAAIABAAAAAFgubnB5UEsBAhQDFAAAAAgAAAAhAAYf+uNVAAAAsAAAAAUAAAAAAAAAAAAAAIABmgAAAHkubnB5UEsFBgAAAAACAAIAZgAAACYBAAAAAA==";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Stored)]
    [InlineData(Compressed)]
    public void Archives_of_numpy_are_read(string base64)
    {
        string path = _folder.Write("data.npz", Convert.FromBase64String(base64));
        var result = DatasetReader.Import(path);
        Assert.Empty(result.Problems);
        Assert.Empty(result.Warnings);
        Assert.Equal((DatasetFormat.Npz, "data", path), (result.Format, result.Dataset.Name, result.Dataset.Source));
        Assert.Equal(["data-0001", "data-0002"], result.Dataset.Movies.Select(movie => movie.Name));
        Assert.Equal([$"{path}/data-0001", $"{path}/data-0002"], result.Dataset.Movies.Select(movie => movie.Path));
        Assert.Equal([0, 1000, 2000, 3000, 4000, 5000], result.Dataset.Movies[0].ReadImage().Pixels);
        Assert.Equal([6000, 7000, 8000, 9000, 10000, 11000], result.Dataset.Movies[1].ReadImage().Pixels);
        Assert.Equal([5, 5, 0, 0, 0, 0], result.Dataset.Movies[0].ReadLabels().Pixels);
        Assert.Equal([0, 0, 0, 0, 0, 7], result.Dataset.Movies[1].ReadLabels().Pixels);
        Assert.Equal(2, result.Dataset.AnnotationCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Movies_with_channels_are_read_by_frame(bool isPacked)
    {
        // Two movies of three frames of 1 x 2 pixels with 2 channels: the number tells movie, frame, column and channel.
        int[] images = [.. from m in Range(2) from f in Range(3) from x in Range(2) from c in Range(2) select 1000 + (m * 100) + (f * 10) + (x * 2) + c];
        int[] labels = [.. from m in Range(2) from f in Range(3) from x in Range(2) select (m * 10) + f + 1];
        string path = Write(isPacked, ("X", NpyFile.Make("(2, 3, 1, 2, 2)", images)), ("y", NpyFile.Make("(2, 3, 1, 2, 1)", labels)));
        var dataset = Import(path);
        Assert.Equal([3, 3], dataset.Movies.Select(movie => movie.FrameCount));
        var image = dataset.Movies[1].ReadImage(2);
        Assert.Equal((2, 1, 2), (image.Channels, image.Height, image.Width));
        Assert.Equal([1120, 1122, 1121, 1123], image.Pixels);
        Assert.Equal([13, 13], dataset.Movies[1].ReadLabels(2).Pixels);
        Assert.Empty(dataset.Movies[1].Tracks);
        Assert.Equal([1121, 1123], Import(path, new() { Channel = [new ChannelSelector(1)] }).Movies[1].ReadImage(2).Pixels);
        Assert.Equal(
            [1110, 1112, 1111, 1113],
            Import(path, new() { FirstFrame = 1, LastFrame = 1 }).Movies[1].ReadImage().Pixels);
        var problem = Assert.Throws<CellSegException>(() => Import(path, new() { Channel = [new ChannelSelector(2)] }));
        Assert.EndsWith("X.npy", problem.Target, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_sort_as_the_images_do_and_a_single_image_has_none_of_its_own()
    {
        var names = Import(Write(true, ("X", NpyFile.Make("(10001, 1, 1, 1)", new int[10001])), ("y", NpyFile.Make("(10001, 1, 1, 1)", new int[10001])))).Movies
            .Select(movie => movie.Name).ToList();
        Assert.Equal(("data-00001", "data-10001"), (names[0], names[^1]));
        Assert.Equal(names, names.Order(StringComparer.Ordinal));
        string single = Write(false, Image, ("y", NpyFile.Make("(1, 2, 3, 1)", 1, 1, 1, 2, 2, 2)));
        Assert.Equal(("data", single), (Import(single).Movies[0].Name, Import(single).Movies[0].Path));
    }

    [Theory]
    [InlineData("x", "Y")]
    [InlineData("X", "y")]
    public void Names_are_taken_in_capital_and_small_letters(string images, string labels)
        => Assert.Equal(1, Import(Write(false, (images, Image.Content), (labels, NpyFile.Make("(1, 2, 3, 1)", 9, 9, 9, 0, 0, 0)))).AnnotationCount);

    [Theory]
    [InlineData("(1, 2, 3)")]
    [InlineData("(1, 2, 3, 1)")]
    public void Labels_have_an_axis_of_channels_or_not(string shape)
        => Assert.Equal([4, 4, 4, 0, 0, 0], Import(Write(true, Image, ("y", NpyFile.Make(shape, 4, 4, 4, 0, 0, 0)))).Movies[0].ReadLabels().Pixels);

    [Fact]
    public void One_of_several_channels_of_labels_is_chosen()
    {
        string path = Write(false, Image, ("y", NpyFile.Make("(1, 2, 3, 2)", 1, 0, 1, 0, 2, 0, 2, 0, 3, 5, 3, 5)));
        var problem = Assert.Throws<CellSegException>(() => Import(path));
        Assert.Equal($"{path}/y.npy", problem.Target);
        Assert.Contains("-LabelChannel", problem.Remedy, StringComparison.Ordinal);
        Assert.Equal([1, 1, 2, 2, 3, 3], Import(path, new() { LabelChannel = new ChannelSelector(0) }).Movies[0].ReadLabels().Pixels);
        Assert.Equal([0, 0, 0, 0, 5, 5], Import(path, new() { LabelChannel = new ChannelSelector(1) }).Movies[0].ReadLabels().Pixels);
        Assert.Throws<CellSegException>(() => Import(path, new() { LabelChannel = new ChannelSelector(2) }));
    }

    [Fact]
    public void Frames_at_the_end_that_are_zero_everywhere_are_padding()
    {
        int[] images = [1, 0, 0, 2, 0, 0, /**/ 0, 0, 3, 0, 0, 0, /**/ 0, 0, 0, 0, 0, 0];
        int[] labels = [0, 0, 0, 0, 4, 0, /**/ 0, 0, 0, 0, 0, 0, /**/ 0, 0, 0, 0, 0, 0];
        var result = DatasetReader.Import(Write(true, ("X", NpyFile.Make("(3, 3, 1, 2, 1)", images)), ("y", NpyFile.Make("(3, 3, 1, 2, 1)", labels))));
        Assert.Equal(["data-0001", "data-0002"], result.Dataset.Movies.Select(movie => movie.Name));
        Assert.Equal([3, 2], result.Dataset.Movies.Select(movie => movie.FrameCount));
        Assert.Equal([3, 0], result.Dataset.Movies[1].ReadImage(1).Pixels);
        Assert.Contains(result.Warnings, warning => warning.Contains("data-0002 (2 of 3)", StringComparison.Ordinal));
        Assert.EndsWith("data-0003", Assert.Single(result.Problems).Target, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_zeros_are_images()
        => Assert.Equal(2, Import(Write(false, ("X", NpyFile.Make("(2, 1, 2, 1)", 1, 2, 0, 0)), ("y", NpyFile.Make("(2, 1, 2, 1)", 1, 1, 0, 0)))).MovieCount);

    [Fact]
    public void Three_axes_are_images_of_one_channel_and_that_is_told()
    {
        var result = DatasetReader.Import(Write(false, ("X", NpyFile.Make("(2, 2, 5)", [.. Range(20)])), ("y", NpyFile.Make("(2, 2, 5, 1)", new int[20]))));
        Assert.Equal((2, 1), (result.Dataset.MovieCount, result.Dataset.Movies[0].ReadImage().Channels));
        Assert.Equal(10, result.Dataset.Movies[1].ReadImage().Pixels[0]);
        Assert.Contains(result.Warnings, warning => warning.Contains("three axes", StringComparison.Ordinal));
    }

    [Fact]
    public void Images_without_labels_are_read_and_that_is_told()
    {
        var result = DatasetReader.Import(Write(true, Image));
        Assert.False(result.Dataset.Movies[0].HasLabels);
        Assert.Contains("no labels", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Throws<CellSegException>(() => Import(Write(true, Image), new() { LabelChannel = new ChannelSelector(0) }));
    }

    [Fact]
    public void Other_arrays_are_named_and_not_read()
    {
        byte[] objects = NpyFile.Make("|O", "(1,)", "\x80\x04pickle"u8.ToArray());
        var result = DatasetReader.Import(Write(true, Image, ("y", NpyFile.Make("(1, 2, 3, 1)", new int[6])), ("meta", objects)));
        Assert.Empty(result.Problems);
        Assert.Contains("meta", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Truth_values_as_labels_are_told()
    {
        string path = Write(true, Image, ("y", NpyFile.Make("|b1", "(1, 2, 3, 1)", [1, 0, 1, 0, 0, 1])));
        Assert.Contains("truth values", Assert.Single(DatasetReader.Import(path).Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<f8", "0000000000000840", 3)]
    [InlineData("<f4", "00004040", 3)]
    [InlineData(">i8", "0000000000000003", 3)]
    [InlineData("|u1", "03", 3)]
    [InlineData("<f4", "00002040", null)]
    [InlineData("<f8", "000000000000F8BF", null)]
    [InlineData("<i2", "FFFF", null)]
    [InlineData("<u4", "00000080", null)]
    [InlineData("<f4", "0000C07F", null)]
    public void Labels_are_whole_numbers_of_any_type_and_others_are_named_with_frame_and_value(string type, string hex, int? label)
    {
        byte[] value = Convert.FromHexString(hex), zero = new byte[value.Length];
        string path = Write(
            true, ("X", NpyFile.Make("(1, 2, 1, 2, 1)", 1, 2, 3, 4)), ("y", NpyFile.Make(type, "(1, 2, 1, 2, 1)", [.. zero, .. zero, .. zero, .. value])));
        var result = DatasetReader.Import(path);
        if (label is { } expected)
        {
            Assert.Equal([0, expected], result.Dataset.Movies[0].ReadLabels(1).Pixels);
            return;
        }
        var problem = Assert.Single(result.Problems);
        Assert.Equal($"{path} (frame 1, from 0)", problem.Target);
        Assert.Contains("row 0, column 1", problem.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(2, 2, 3, 1)", 12)]
    [InlineData("(1, 3, 2, 1)", 6)]
    [InlineData("(1, 1, 2, 3, 1)", 6)]
    [InlineData("(6,)", 6)]
    [InlineData("(1, 2, 3, 0)", 0)]
    public void Labels_of_another_shape_are_refused_with_both(string shape, int count)
    {
        string path = Write(true, Image, ("y", NpyFile.Make(shape, new int[count])));
        var problem = Assert.Throws<CellSegException>(() => Import(path));
        Assert.Equal($"{path}/y.npy", problem.Target);
        Assert.Contains(shape, problem.Reason, StringComparison.Ordinal);
        Assert.Contains("(1, 2, 3, 1)", problem.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(12,)", "number of axes")]
    [InlineData("(1, 1, 1, 1, 1, 12)", "number of axes")]
    [InlineData("(0, 2, 3, 1)", "empty")]
    [InlineData("(2, 2, 3)", "could be")]
    [InlineData("(1, 1, 2, 6)", "channels last")]
    [InlineData("(1, 1, 1, 2, 6)", "channels last")]
    public void Images_of_other_axes_are_refused(string shape, string reason)
    {
        int count = shape.StartsWith("(0", StringComparison.Ordinal) ? 0 : 12;
        string path = Write(true, ("X", NpyFile.Make(shape, new int[count])));
        var problem = Assert.Throws<CellSegException>(() => Import(path));
        Assert.Equal($"{path}/X.npy", problem.Target);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_without_images_names_what_is_there()
    {
        string path = Write(true, ("X_train", Image.Content), ("y_train", Image.Content));
        var problem = Assert.Throws<CellSegException>(() => Import(path));
        Assert.Contains("X_train, y_train", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_are_refused_for_what_they_are()
    {
        var problem = Assert.Throws<CellSegException>(() => Import(Write(true, ("X", NpyFile.Make("|O", "(1, 2, 3, 1)", [0x80, 4])))));
        Assert.Contains("pickle", problem.Reason, StringComparison.Ordinal);
        Assert.Contains("allow_pickle=False", problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_is_cut_off_anywhere_is_refused(bool isPacked)
    {
        byte[] whole = NpyFile.Zip(isPacked, ("X.npy", Image.Content), ("y.npy", NpyFile.Make("(1, 2, 3, 1)", new int[6])));
        for (int length = 0; length < whole.Length; length += 7)
        {
            string path = _folder.Write("cut.npz", whole[..length]);
            Assert.StartsWith(path, Assert.Throws<CellSegException>(() => Import(path)).Target, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_flipped_bit_is_noticed_by_the_checksum(bool isPacked)
    {
        byte[] noise = new byte[2000];
        new Random(1).NextBytes(noise);
        byte[] file = NpyFile.Zip(isPacked, ("X.npy", NpyFile.Make("|u1", "(1, 40, 50, 1)", noise)));
        file[file.Length / 2] ^= 8;
        string path = _folder.Write("data.npz", file);
        var problem = Assert.Throws<CellSegException>(() => Import(path));
        Assert.Equal($"{path}/X.npy", problem.Target);
    }

    [Fact]
    public void An_entry_of_other_than_the_bytes_of_its_shape_is_refused_by_name()
    {
        string path = Write(true, ("X", [.. NpyFile.Make("(1, 2, 3, 1)", [1, 2, 3, 4, 5, 6]), .. new byte[1 << 20]]));
        Assert.Equal($"{path}/X.npy", Assert.Throws<CellSegException>(() => Import(path)).Target);
    }

    [Theory]
    [InlineData("X")]
    [InlineData("y")]
    public void A_bomb_is_refused_by_name_and_not_unpacked(string name)
    {
        // Only the directory says that it is so large: nobody may come to read more.
        byte[] bomb = NpyFile.Make("(1, 1, 2000, 1)", new int[2000]);
        byte[] file = NpyFile.Zip(true, name == "X" ? [("X.npy", bomb)] : [("X.npy", Image.Content), ("y.npy", bomb)]);
        int directory = file.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(directory + 24), 400_000_000);
        string path = _folder.Write("data.npz", file);
        var problem = Assert.Throws<CellSegException>(() => Import(path));
        Assert.Equal($"{path}/{name}.npy", problem.Target);
        Assert.Contains("unpacks to", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_whose_name_leads_out_of_the_archive_is_a_problem_and_not_read()
    {
        string path = _folder.Write("data.npz", NpyFile.Zip(true, ("X.npy", Image.Content), ("../y.npy", Image.Content)));
        var result = DatasetReader.Import(path);
        Assert.Equal($"{path}/../y.npy", Assert.Single(result.Problems).Target);
        Assert.False(result.Dataset.Movies[0].HasLabels);
    }

    [Fact]
    public void Two_arrays_of_one_name_are_refused()
    {
        string path = Write(true, Image, Image);
        Assert.Contains("2 arrays X", Assert.Throws<CellSegException>(() => Import(path)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_archive_is_refused_and_a_folder_as_well()
    {
        string path = _folder.Write("data.npz", "no archive");
        Assert.Equal(path, Assert.Throws<CellSegException>(() => Import(path)).Target);
        _folder.Write("folder/a.txt", "x");
        Assert.Throws<CellSegException>(() => DatasetReader.Import(_folder["folder"], DatasetFormat.Npz));
    }

    [Fact]
    public void An_option_of_other_layouts_is_refused()
    {
        string path = Write(true, Image);
        var options = new DatasetImportOptions { Slice = new SliceSelector(1) };
        Assert.Equal("Slice", Assert.Throws<CellSegException>(() => DatasetReader.Import(path, DatasetFormat.Npz, options)).Target);
    }

    [Fact]
    public void Frames_are_read_by_many_threads_after_the_file_was_deleted_or_renamed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A name that is deleted stays taken there until the file is closed.");
        foreach (bool isPacked in (bool[])[false, true])
        {
            string path = Write(isPacked, ("X", NpyFile.Make("(50, 4, 5, 1)", [.. Range(1000)])), ("y", NpyFile.Make("(50, 4, 5, 1)", [.. Range(1000)])));
            var dataset = Import(path);
            File.Delete(path);
            Parallel.For(0, 500, i =>
            {
                int movie = i % 50;
                Assert.Equal(Enumerable.Range(movie * 20, 20).Select(value => (float)value), dataset.Movies[movie].ReadImage().Pixels);
                Assert.Equal(Enumerable.Range(movie * 20, 20), dataset.Movies[movie].ReadLabels().Pixels);
            });
        }
    }

    [Fact]
    public void A_stored_file_that_is_overwritten_is_no_longer_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open file cannot be written to there.");
        string path = Write(false, Image);
        var movie = Import(path).Movies[0];
        Write(false, ("X", NpyFile.Make("(1, 2, 3, 1)", [9, 9, 9, 9, 9, 9])), ("more", Image.Content));
        Assert.Contains("changed", Assert.Throws<CellSegException>(() => movie.ReadImage()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_of_four_images_is_read()
    {
        var result = DatasetReader.Import(SharedFile.Find("cases/files/formats/deepcell.npz"));
        Assert.Empty(result.Problems);
        Assert.Equal((4, 96), (result.Dataset.MovieCount, result.Dataset.Movies[3].ReadImage().Height));
        Assert.All(result.Dataset.Movies, movie => Assert.InRange(movie.AnnotationCount, 1, 200));
    }

    private static (string Name, byte[] Content) Image => ("X", NpyFile.Make("(1, 2, 3, 1)", [1, 2, 3, 4, 5, 6]));

    private static IEnumerable<int> Range(int count) => Enumerable.Range(0, count);

    private static CellDataset Import(string path, DatasetImportOptions? options = null)
    {
        var result = DatasetReader.Import(path, options: options);
        Assert.Empty(result.Problems);
        return result.Dataset;
    }

    private string Write(bool isPacked, params (string Name, byte[] Content)[] arrays)
        => _folder.Write("data.npz", NpyFile.Zip(isPacked, [.. arrays.Select(array => ($"{array.Name}.npy", array.Content))]));
}
