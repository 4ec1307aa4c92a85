using System.Diagnostics;
using System.Text.Json;
using CellSeg.Core.Tests.Support;
using CellSeg.Files.Locks;

namespace CellSeg.Core.Tests.Files;

public sealed class LockFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["batch.lock"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_lock_says_whose_it_is_and_goes_with_its_owner()
    {
        using (var taken = LockFile.Acquire(FilePath, LockOwner.Create("4 parts")))
        {
            Assert.False(taken.WasTakenOver);
            var owner = LockFile.FindOwner(FilePath)!;
            Assert.Equal((Environment.MachineName, Environment.ProcessId, Environment.UserName), (owner.Machine, owner.ProcessId, owner.User));
            Assert.Equal("4 parts", owner.Group);
            Assert.True(owner.IsAlive());
        }
        Assert.False(File.Exists(FilePath));
        Assert.Null(LockFile.FindOwner(FilePath));
    }

    [Fact]
    public void A_second_owner_is_told_of_the_first_and_what_to_do()
    {
        using var first = LockFile.Acquire(FilePath, LockOwner.Create());
        // Not by force either: it is known to run.
        var error = Assert.Throws<FolderBusyException>(() => LockFile.Acquire(FilePath, LockOwner.Create(), force: true));
        Assert.Equal(_folder.Path, error.Target);
        Assert.Contains($"process {Environment.ProcessId} of {Environment.UserName} on {Environment.MachineName}", error.Reason, StringComparison.Ordinal);
        Assert.Contains(" s ago", error.Reason, StringComparison.Ordinal);
        Assert.Contains("Wait until", error.Remedy, StringComparison.Ordinal);
        Assert.True(File.Exists(FilePath));
    }

    [Fact]
    public void The_lock_of_a_process_that_has_ended_is_taken_over()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        var owner = LockOwner.Create() with { ProcessId = process.Id, ProcessStart = process.StartTime.ToUniversalTime() };
        process.WaitForExit();
        Leave(owner);
        using (var taken = LockFile.Acquire(FilePath, LockOwner.Create()))
        {
            Assert.True(taken.WasTakenOver);
            Assert.Equal(Environment.ProcessId, LockFile.FindOwner(FilePath)!.ProcessId);
        }
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void A_number_that_another_process_has_got_since_is_none_of_a_living_owner()
    {
        var now = LockOwner.Create();
        Leave(now with { ProcessStart = now.ProcessStart.AddHours(-1) });
        using var taken = LockFile.Acquire(FilePath, LockOwner.Create());
        Assert.True(taken.WasTakenOver);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"Machine\":\"a")]
    public void A_lock_whose_owner_died_before_it_was_written_is_taken_over(string text)
    {
        File.WriteAllText(FilePath, text);
        using var taken = LockFile.Acquire(FilePath, LockOwner.Create());
        Assert.True(taken.WasTakenOver);
    }

    [Fact]
    public void The_lock_of_another_machine_is_taken_by_force_or_after_a_day_of_silence()
    {
        var other = LockOwner.Create() with { Machine = "microscope-7", ProcessId = 1, Since = DateTime.UtcNow.AddHours(-3) };
        Leave(other);
        var error = Assert.Throws<FolderBusyException>(() => LockFile.Acquire(FilePath, LockOwner.Create()));
        Assert.Equal(other, error.Owner);
        Assert.Contains("microscope-7", error.Reason, StringComparison.Ordinal);
        Assert.Contains("(3 h ago)", error.Reason, StringComparison.Ordinal);
        Assert.Contains("-Force", error.Remedy, StringComparison.Ordinal);
        using (var taken = LockFile.Acquire(FilePath, LockOwner.Create(), force: true))
            Assert.True(taken.WasTakenOver);

        Leave(other);
        File.SetLastWriteTimeUtc(FilePath, DateTime.UtcNow.AddHours(-23));
        Assert.Throws<FolderBusyException>(() => LockFile.Acquire(FilePath, LockOwner.Create()));
        File.SetLastWriteTimeUtc(FilePath, DateTime.UtcNow.AddHours(-25));
        using var later = LockFile.Acquire(FilePath, LockOwner.Create());
        Assert.True(later.WasTakenOver);
        later.Touch();
        Assert.True(DateTime.UtcNow - File.GetLastWriteTimeUtc(FilePath) < TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_lock_that_another_was_made_to_take_stays_the_other_s()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps others from a file that is held");
        var taken = LockFile.Acquire(FilePath, LockOwner.Create());
        Leave(LockOwner.Create() with { Machine = "microscope-7" });
        taken.Dispose();
        Assert.True(File.Exists(FilePath));
    }

    [Fact]
    public async Task Of_many_that_find_a_dead_owner_one_gets_the_lock()
    {
        Leave(LockOwner.Create() with { ProcessId = int.MaxValue });
        using var start = new Barrier(8);
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                try
                {
                    return LockFile.Acquire(FilePath, LockOwner.Create());
                }
                catch (FolderBusyException)
                {
                    return null;
                }
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        var owner = Assert.Single(taken.OfType<LockFile>());
        owner.Dispose();
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private void Leave(LockOwner owner) => File.WriteAllBytes(FilePath, JsonSerializer.SerializeToUtf8Bytes(owner));
}
