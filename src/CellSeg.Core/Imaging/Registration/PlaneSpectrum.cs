using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace CellSeg.Imaging.Registration;

/// <summary>Fourier transforms of planes whose sides are powers of two, which are the fast ones. Nothing is scaled.</summary>
internal static class PlaneSpectrum
{
    /// <summary>Transforms a plane in place.</summary>
    /// <param name="rows">Its rows, all of one length.</param>
    public static void Forward(Complex[][] rows) => Transform(rows, line => Fourier.Forward(line, FourierOptions.NoScaling));

    /// <summary>Transforms a spectrum back, times the number of its values.</summary>
    /// <param name="rows">Its rows, all of one length.</param>
    public static void Inverse(Complex[][] rows) => Transform(rows, line => Fourier.Inverse(line, FourierOptions.NoScaling));

    private static void Transform(Complex[][] rows, Action<Complex[]> transform)
    {
        foreach (var row in rows)
            transform(row);
        var column = new Complex[rows.Length];
        for (int x = 0; x < rows[0].Length; x++)
        {
            for (int y = 0; y < column.Length; y++)
                column[y] = rows[y][x];
            transform(column);
            for (int y = 0; y < column.Length; y++)
                rows[y][x] = column[y];
        }
    }
}
