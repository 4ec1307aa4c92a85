using System.Globalization;
using System.Management.Automation;

namespace CellSeg.PowerShell.Abstractions.Transformations;

/// <summary>
/// Takes numbers from text, as Import-Csv gives them, by a decimal point in every culture. PowerShell itself would read "0,85" as 85 and
/// "2.5" as a whole number; both are refused here.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NumberTextAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the number has to be a whole one.</summary>
    public bool Whole { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            string text => Check(Parse(text)),
            double or float or decimal => Check(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            // The binder reports what is no number.
            _ => inputData!,
        };
    }

    private static double Parse(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw Refuse($"'{text}'", "this is no number", "Write numbers with a decimal point, as 0.85");

    private double Check(double number)
        => !Whole || (double.IsInteger(number) && Math.Abs(number) <= int.MaxValue)
            ? number
            : throw Refuse(number.ToString(CultureInfo.InvariantCulture), "this is no whole number of images or cells", "Give a count such as 25");

    private static ArgumentTransformationMetadataException Refuse(string target, string reason, string remedy)
    {
        var problem = new CellSegException(target, reason, remedy);
        return new ArgumentTransformationMetadataException(problem.Message, problem);
    }
}
