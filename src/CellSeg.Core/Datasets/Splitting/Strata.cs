using CellSeg.Numerics;

namespace CellSeg.Datasets.Splitting;

/// <summary>
/// Movies by their kinds, of which each part of a split has its share. How many movies a part has is given; how many of each
/// kind is settled by largest remainders: one by one goes to the kind of which the part has least beside its share.
/// </summary>
/// <remarks>
/// Among kinds that are as far behind, the seed decides. Shares of the validation part are counted together with the test part, so that a
/// kind of few movies is not taken from by both. The
/// movies to learn from stand in an order each beginning of which has all kinds in proportion, so that smaller fractions are subsets: the
/// r-th of n movies of a kind stands at (r + u) / n, with r from 0 and u from 0 to 1, drawn for each kind, so that a kind of one movie
/// may stand anywhere.
/// </remarks>
internal sealed class Strata
{
    // In the shuffled order, within each kind and among kinds by their first movies.
    private readonly List<List<CellMovie>> _strata;
    private readonly int _count;

    /// <param name="dataset">For messages.</param>
    /// <param name="shuffled">Its movies in the order of the seed.</param>
    /// <param name="stratify">Tells the kind of a movie.</param>
    /// <exception cref="CellSegException">No movie is of a kind, or one cannot be read.</exception>
    public Strata(CellDataset dataset, IReadOnlyList<CellMovie> shuffled, Func<CellMovie, string?> stratify)
    {
        // A tuple, because null is no key.
        var kinds = shuffled.GroupBy(movie => ValueTuple.Create(stratify(movie))).ToList();
        if (kinds is [{ Key.Item1: null }])
        {
            throw new CellSegException(
                dataset.Source, "none of its movies has what it is to be stratified by", "Choose what its movies have, or do not stratify");
        }
        (_strata, _count) = ([.. kinds.Select(kind => kind.ToList())], shuffled.Count);
    }

    /// <summary>The movies in an order of which the first are the test part, the next the validation part, and the others those to learn from.</summary>
    /// <param name="test">Movies of the test part.</param>
    /// <param name="validation">Movies of the validation part.</param>
    /// <param name="random">Goes on after the shuffle.</param>
    public CellMovie[] Order(int test, int validation, RandomSource random)
    {
        int[] taken = new int[_strata.Count];
        Take(test, taken);
        int[] tested = [.. taken];
        Take(test + validation, taken);
        var rest = _strata.SelectMany((stratum, i) =>
        {
            double start = random.NextDouble();
            int count = stratum.Count - taken[i];
            return stratum.Skip(taken[i]).Select((movie, rank) => (Movie: movie, Place: (rank + start) / count));
        });
        return
        [
            .. _strata.SelectMany((stratum, i) => stratum.Take(tested[i])),
            .. _strata.SelectMany((stratum, i) => stratum.Skip(tested[i]).Take(taken[i] - tested[i])),
            .. rest.OrderBy(item => item.Place).Select(item => item.Movie),
        ];
    }

    /// <summary>Takes movies, one by one of the kind that is most behind its share of so many, until there are so many.</summary>
    private void Take(int count, int[] taken)
    {
        double share = count / (double)_count;
        for (int sum = taken.Sum(); sum < count; sum++)
        {
            // Blind to the last digits, so that equal kinds are equally behind.
            int next = Enumerable.Range(0, taken.Length).Where(i => taken[i] < _strata[i].Count)
                .MaxBy(i => Math.Round((share * _strata[i].Count) - taken[i], 9));
            taken[next]++;
        }
    }
}
