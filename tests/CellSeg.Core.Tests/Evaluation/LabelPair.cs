using CellSeg.Imaging;
using FsCheck;
using FsCheck.Fluent;

namespace CellSeg.Core.Tests.Evaluation;

/// <summary>A random truth and prediction: cells that touch, overlap, are in pieces, missing, merged, split, shifted.</summary>
public sealed record LabelPair(LabelImage Truth, LabelImage Prediction)
{
    /// <summary>Checks a property on so many pairs, always the same ones, and shrinks a pair that fails.</summary>
    public static void Check(int count, Func<LabelPair, bool> property)
        => Prop.ForAll(Arb.From(Generator, Shrink), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(20260301UL, 7UL));

    public LabelPair Exchange() => new(Prediction, Truth);

    public override string ToString() => $"truth{Print(Truth)}prediction{Print(Prediction)}";

    private static Gen<LabelPair> Generator => Gen.Choose(0, int.MaxValue - 1).Select(seed => Create(new Random(seed)));

    private static LabelPair Create(Random random)
    {
        int height = random.Next(1, 15), width = random.Next(1, 15);
        var truth = new LabelImage(height, width);
        for (int i = random.Next(0, 7); i > 0; i--)
            Draw(truth, random, random.Next(1, 40));
        var prediction = new LabelImage(height, width, (int[])truth.Pixels.Clone());
        for (int i = random.Next(0, 6); i > 0; i--)
            Disturb(prediction, random);
        return new LabelPair(truth, prediction);
    }

    private static void Draw(LabelImage image, Random random, int id)
    {
        int top = random.Next(image.Height), left = random.Next(image.Width);
        int bottom = Math.Min(image.Height, top + random.Next(1, 7)), right = Math.Min(image.Width, left + random.Next(1, 7));
        for (int row = top; row < bottom; row++)
            image.Pixels.AsSpan((row * image.Width) + left, right - left).Fill(id);
    }

    private static void Disturb(LabelImage image, Random random)
    {
        int[] pixels = image.Pixels;
        int chosen = pixels[random.Next(pixels.Length)], other = pixels[random.Next(pixels.Length)];
        switch (random.Next(5))
        {
            case 0:
                Draw(image, random, random.Next(0, 60));
                break;
            case 1: // merge or remove
                pixels.AsSpan().Replace(chosen, other);
                break;
            case 2: // split
                int cut = random.Next(image.Width);
                for (int i = 0; i < pixels.Length; i++)
                    pixels[i] = pixels[i] == chosen && chosen != 0 && i % image.Width < cut ? chosen + 100 : pixels[i];
                break;
            case 3: // shift everything
                int by = random.Next(1, 3);
                for (int i = pixels.Length - 1; i >= 0; i--)
                    pixels[i] = i % image.Width >= by ? pixels[i - by] : 0;
                break;
            default: // single pixels
                pixels[random.Next(pixels.Length)] = chosen;
                break;
        }
    }

    private static IEnumerable<LabelPair> Shrink(LabelPair pair)
    {
        foreach (int id in pair.Truth.GetAreas().Keys)
            yield return pair with { Truth = Without(pair.Truth, id) };
        foreach (int id in pair.Prediction.GetAreas().Keys)
            yield return pair with { Prediction = Without(pair.Prediction, id) };
    }

    private static LabelImage Without(LabelImage image, int id)
        => new(image.Height, image.Width, [.. image.Pixels.Select(pixel => pixel == id ? 0 : pixel)]);

    private static string Print(LabelImage image)
        => "\n" + string.Join("\n", image.Pixels.Chunk(image.Width).Select(row => string.Join(" ", row))) + "\n";
}
