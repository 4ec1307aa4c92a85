namespace CellSeg.Benchmarks.Mutations;

/// <summary>What may come of reading a mutated file; an error that names it is always right.</summary>
internal enum MutationRule
{
    /// <summary>Any image that is not empty at its end: the file may well be a valid one of other pixels.</summary>
    Filled,

    /// <summary>Any image, also one that is filled in part.</summary>
    Anything,

    /// <summary>At most as many pixels as before: there are no bytes for more.</summary>
    NotLarger,

    /// <summary>The pixels of the whole file, all of them: what is missing or damaged is either not needed or must be noticed.</summary>
    Unchanged,
}
