namespace CellSeg.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cellseg-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
