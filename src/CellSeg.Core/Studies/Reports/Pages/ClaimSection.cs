using System.Globalization;
using System.Xml.Linq;
using CellSeg.Studies.Claims;

namespace CellSeg.Studies.Reports.Pages;

/// <summary>What the study says of the claims of the thesis.</summary>
internal static class ClaimSection
{
    private static readonly string[] Heads = ["compared", "expected", "#mean", "95 % interval", "#better", "#p for", "#p against"];

    /// <summary>Makes the section.</summary>
    public static XElement Create(StudyReport report)
    {
        string rows = report.Trainings.IsJudgedAfter
            ? $"after the removal of objects below {report.Trainings.MinimumArea} pixels, which the thesis holds for the more realistic view"
            : "as predicted, because the study did not remove small objects";
        string margin = report.Options.Margin.ToString(CultureInfo.InvariantCulture);
        return Html.Section(
            "claims", "The claims of the thesis", report.Claims.Select(CreateClaim), Html.Make("h3", "How they are judged"),
            Html.Remark(
                $"By F1 {rows}. Each claim is tested over pairs of trainings that are the same in everything but the factor, seed and fraction included, "
                    + "by a sign-flip permutation test, which goes through all ways to toss the signs of up to 16 differences and draws 99,999 of more. "
                    + $"That something has no effect, or matches something else, is shown by both of two one-sided tests, and by the interval, "
                    + $"lying within a margin of {margin}; a test that finds nothing shows nothing. A claim of several parts is as strong as the weakest. "
                    + "p is two-sided, and corrected for all claims that could be tested (Holm); a verdict takes 0.05."),
            Html.Remark(
                "Intervals are percentiles of a bootstrap over pairs. With few of them they are too narrow, and the tests speak, of which three pairs "
                    + "cannot give a p below 0.25. Pairs of one seed share their test images, so that another split may do otherwise than all of them."));
    }

    private static XElement CreateClaim(ClaimResult claim) => Html.Make(
        "article", Html.Class($"claim {claim.Verdict.ToString().ToLowerInvariant()}"),
        Html.Make("h3", claim.Statement),
        Html.Paragraph(Html.Make("span", Html.Class("verdict"), claim.Verdict.ToString()), ". ", claim.Reason),
        Html.Table(Heads, claim.Parts.Select(CreatePart)),
        Html.Remark($"Thesis, section {claim.Source}."));

    private static XElement CreatePart(ClaimPartResult part)
    {
        var comparison = part.Comparison;
        if (comparison.Pairs == 0)
            return Html.Row(Html.Cell(part.Statement), Html.Line(comparison.Expectation.ToString()), Html.Missing(Heads.Length - 2, "not run"));
        return Html.Row(
            Html.Cell(part.Statement), Html.Line(comparison.Expectation.ToString()), Html.Number(Html.Difference(comparison.Mean)),
            Html.Line(Html.Interval(comparison.Low, comparison.High, Html.Difference)), Html.Number($"{comparison.Better} of {comparison.Pairs}"),
            Html.Number(Html.Probability(comparison.For)), Html.Number(Html.Probability(comparison.Against)));
    }
}
