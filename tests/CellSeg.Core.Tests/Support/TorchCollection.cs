namespace CellSeg.Core.Tests.Support;

/// <summary>Tests that run networks: one after the other, as libtorch uses all cores and counts its tensors by process.</summary>
[CollectionDefinition(nameof(TorchCollection), DisableParallelization = true)]
public sealed class TorchCollection;
