using System.Globalization;
using CellSeg.Studies.Comparison;
using CellSeg.Studies.Statistics;

namespace CellSeg.Studies.Claims;

/// <summary>
/// Judges claims by a study. A claim holds if all of its parts do, so that the weakest part is its p (an intersection-union test, Berger
/// 1982); it is refuted if the contrary of one is shown. All claims that have pairs are corrected for each other.
/// </summary>
internal static class ClaimJudge
{
    /// <summary>The chance of one false verdict or more among all claims, where nothing that is claimed is so.</summary>
    public const double Level = 0.05;

    /// <summary>Judges claims.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="trainings">The study's trainings.</param>
    /// <param name="margin">The difference of F1 that does not matter.</param>
    /// <param name="seed">Seed of bootstrap and draws.</param>
    public static IReadOnlyList<ClaimResult> Judge(IReadOnlyList<Claim> claims, StudyTrainings trainings, double margin, long seed)
    {
        var context = new ClaimContext(trainings, margin);
        Case[] cases = [.. claims.Select(claim => new Case(claim, claim.FindParts(context), seed))];
        Case[] tested = [.. cases.Where(one => one.Tested.Count > 0)];
        double[] adjusted = HolmCorrection.Adjust([.. tested.Select(one => one.P)]);
        return [.. cases.Select(one =>
        {
            int place = Array.IndexOf(tested, one);
            return one.Decide(place < 0 ? double.NaN : adjusted[place], tested.Length);
        })];
    }

    private sealed class Case
    {
        private readonly Claim _claim;
        private readonly IReadOnlyList<ClaimPart> _parts;
        private readonly PairedComparison[] _comparisons;

        public Case(Claim claim, IReadOnlyList<ClaimPart> parts, long seed)
        {
            (_claim, _parts) = (claim, parts);
            _comparisons = [.. parts.Select(part => PairedComparison.Create(part.Differences, part.Expectation, seed))];
            Tested = [.. _comparisons.Where(comparison => comparison.Pairs > 0)];
            if (Tested.Count == 0)
                return;
            Support = _comparisons.Max(comparison => comparison.For);
            Objection = Math.Min(1, Tested.Count * Tested.Min(comparison => comparison.Against));
            P = Math.Min(1, 2 * Math.Min(Support, Objection));
        }

        public IReadOnlyList<PairedComparison> Tested { get; }

        public double P { get; } = double.NaN;

        private double Support { get; } = 1;

        private double Objection { get; } = 1;

        private IEnumerable<ClaimPart> Missing => _parts.Where(part => part.Differences.Count == 0);

        public ClaimResult Decide(double adjusted, int testedCount)
        {
            bool isDecided = adjusted <= Level, isHolding = Support < Objection;
            var outside = _comparisons.FirstOrDefault(comparison => !comparison.Expectation.Contains(comparison.Low, comparison.High));
            var verdict = !isDecided || (isHolding && outside is not null) ? Verdict.Undecided : isHolding ? Verdict.Confirmed : Verdict.Refuted;
            return new ClaimResult
            {
                Name = _claim.Name,
                Statement = _claim.Statement,
                Source = _claim.Source,
                Verdict = verdict,
                Reason = Explain(verdict, adjusted, isHolding ? outside : null, testedCount),
                Pairs = _comparisons.Min(comparison => comparison.Pairs),
                P = P,
                AdjustedP = adjusted,
                Parts = [.. _parts.Zip(_comparisons, (part, comparison) => new ClaimPartResult(part.Statement, comparison))],
            };
        }

        private string Explain(Verdict verdict, double adjusted, PairedComparison? outside, int testedCount)
        {
            int fewest = SignFlipTest.FindFewestPairs(Level), strictest = SignFlipTest.FindFewestPairs(Level / Math.Max(1, testedCount));
            if (Tested.Count == 0)
                return Text($"Not run: it takes {string.Join("; ", Missing.Select(part => part.Needs))}, at least {fewest} pairs of them.");
            string p = adjusted < 0.0001 ? "below 0.0001" : Text($"{adjusted:0.####}");
            p = Text($"two-sided p {p} after correction for {testedCount} {(testedCount == 1 ? "claim" : "claims")}");
            if (verdict == Verdict.Confirmed)
                return Text($"It holds: {string.Join(", ", _comparisons.Select(one => Text($"{one.Mean:+0.0000;-0.0000} over {one.Pairs} pairs")))}; {p}.");
            if (verdict == Verdict.Refuted)
            {
                var against = _parts.Zip(_comparisons).MinBy(pair => pair.Second.Pairs > 0 ? pair.Second.Against : double.PositiveInfinity);
                return Text($"The contrary holds of: {against.First.Statement} ({against.Second.Mean:+0.0000;-0.0000}, expected {against.First.Expectation}); ")
                    + p + ".";
            }
            if (Missing.Any())
                return Text($"Not all of it was run: it also takes {string.Join("; ", Missing.Select(part => part.Needs))}, at least {fewest} pairs of them.");
            int pairs = _comparisons.Min(comparison => comparison.Pairs);
            if (pairs < fewest)
            {
                string found = pairs == 1 ? "1 pair" : Text($"{pairs} pairs");
                return Text($"Too few: with {found} no p can be below {Math.Pow(2, 1 - pairs):0.####}; it takes at least {fewest}")
                    + (strictest > fewest ? Text($", and {strictest} where the other claims are as open.") : ".");
            }
            if (adjusted <= Level && outside is not null)
                return Text($"The test speaks for it ({p}), but the interval {outside.Low:0.0000} to {outside.High:0.0000} is not all {outside.Expectation}.");
            var weakest = _parts.Zip(_comparisons).MaxBy(pair => pair.Second.For);
            return Text($"The study cannot tell: {p}, {weakest.First.Statement} {weakest.Second.Mean:+0.0000;-0.0000} (expected {weakest.First.Expectation})")
                + (pairs < strictest ? Text($"; {strictest} pairs and more can be sure to reach {Level} where all differ in one direction.") : ".");
        }

        private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
