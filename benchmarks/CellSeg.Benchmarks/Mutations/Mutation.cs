namespace CellSeg.Benchmarks.Mutations;

/// <summary>A valid file with one change.</summary>
/// <param name="Seed">The name of the valid file.</param>
/// <param name="Change">What was done to it.</param>
/// <param name="Content">The whole file after the change.</param>
/// <param name="Rule">What may come of reading it.</param>
internal sealed record Mutation(string Seed, string Change, byte[] Content, MutationRule Rule);
