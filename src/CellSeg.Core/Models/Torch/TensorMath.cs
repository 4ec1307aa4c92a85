using TorchSharp;
using static TorchSharp.torch;

namespace CellSeg.Models.Torch;

/// <summary>
/// Sums of float tensors, and their arithmetic with numbers. Plus, Times and the like make a new tensor; verbs (Fill,
/// Scale, Add …) change the tensor and return it.
/// </summary>
/// <remarks>
/// TorchSharp hands a number to libtorch in a temporary object, of which it keeps no reference during the call: a
/// garbage collection at that moment frees the number in use, and the call fails or goes on with another one. Even the
/// sum of two tensors has such a number in it. Here each is held until its call is over, and BannedSymbols.txt keeps
/// TorchSharp's own forms out of the library. To be deleted when a TorchSharp is used that holds its numbers itself, as
/// https://github.com/dotnet/TorchSharp/pull/1434 and https://github.com/dotnet/TorchSharp/pull/1496 propose.
/// </remarks>
internal static class TensorMath
{
    // Sums multiply their second part by a number, which is this one; it lives as long as the process.
    private static readonly Scalar One = Hold(1);

    /// <summary>x + y.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>x + number.</summary>
    public static Tensor Plus(this Tensor x, double number)
    {
        using var scalar = Hold(number);
        return x.add(scalar, One);
    }

    /// <summary>x - number.</summary>
    public static Tensor Minus(this Tensor x, double number)
    {
        using var scalar = Hold(number);
        return x.sub(scalar);
    }

    /// <summary>1 - x.</summary>
    public static Tensor Complement(this Tensor x) => x.neg().add(One, One);

    /// <summary>x · number.</summary>
    public static Tensor Times(this Tensor x, double number)
    {
        using var scalar = Hold(number);
        return x.mul(scalar);
    }

    /// <summary>x / number.</summary>
    public static Tensor DividedBy(this Tensor x, double number)
    {
        using var scalar = Hold(number);
        return x.div(scalar);
    }

    /// <summary>x to the power of a number.</summary>
    public static Tensor Power(this Tensor x, double exponent)
    {
        using var scalar = Hold(exponent);
        return x.pow(scalar);
    }

    /// <summary>The larger of x and a number.</summary>
    public static Tensor AtLeast(this Tensor x, double minimum)
    {
        using var scalar = Hold(minimum);
        return x.clamp(min: scalar);
    }

    /// <summary>x, or what is nearer of two numbers where it lies outside them.</summary>
    public static Tensor Between(this Tensor x, double minimum, double maximum)
    {
        using Scalar low = Hold(minimum), high = Hold(maximum);
        return x.clamp(low, high);
    }

    /// <summary>Where x = number.</summary>
    public static Tensor IsEqualTo(this Tensor x, double number)
    {
        using var scalar = Hold(number);
        return x.eq(scalar);
    }

    /// <summary>Where x ≥ number.</summary>
    public static Tensor IsAtLeast(this Tensor x, double number)
    {
        using var scalar = Hold(number);
        return x.ge(scalar);
    }

    /// <summary>Where x &lt; number.</summary>
    public static Tensor IsLessThan(this Tensor x, double number)
    {
        using var scalar = Hold(number);
        return x.lt(scalar);
    }

    /// <summary>x = number, in place.</summary>
    public static Tensor Fill(this Tensor x, double number)
    {
        using var scalar = Hold(number);
        return x.fill_(scalar);
    }

    /// <summary>x = x · factor, in place.</summary>
    public static Tensor Scale(this Tensor x, double factor)
    {
        using var scalar = Hold(factor);
        return x.mul_(scalar);
    }

    /// <summary>x = x + number, in place.</summary>
    public static Tensor Add(this Tensor x, double number)
    {
        using var scalar = Hold(number);
        return x.add_(scalar, One);
    }

    /// <summary>x = x + factor · y, in place.</summary>
    public static Tensor AddScaled(this Tensor x, Tensor y, double factor)
    {
        using var scalar = Hold(factor);
        return x.add_(y, scalar);
    }

    /// <summary>x = x + factor · a · b, in place.</summary>
    public static Tensor AddProduct(this Tensor x, Tensor a, Tensor b, double factor)
    {
        using var scalar = Hold(factor);
        return x.addcmul_(a, b, scalar);
    }

    /// <summary>x = x + factor · a / b, in place.</summary>
    public static Tensor AddQuotient(this Tensor x, Tensor a, Tensor b, double factor)
    {
        using var scalar = Hold(factor);
        return x.addcdiv_(a, b, scalar);
    }

#pragma warning disable RS0030 // The one place that makes scalars: its callers hold them.
    private static Scalar Hold(double number) => number.ToScalar();
#pragma warning restore RS0030
}
