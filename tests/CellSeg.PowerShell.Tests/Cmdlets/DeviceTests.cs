namespace CellSeg.Tests.Cmdlets;

public sealed class DeviceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_device_can_be_chosen_where_there_is_one()
    {
        Png.Write(Path.Combine(_folder.Path, "a.png"), 40, 40, (y, x) => (byte)(Bbbc038Folder.IsCell(0, y, x) ? 200 : 10));

        var result = Staged.Script("""
            param($Folder)
            $text = 'Invoke-CellSegmentation -Device '
            (TabExpansion2 $text -cursorColumn $text.Length).CompletionMatches.CompletionText -join ' '
            $model = New-SegmentationModel
            foreach ($device in 'Auto', 'Cpu') { (Invoke-CellSegmentation "$Folder/a.png" -Model $model -Device $device).Device }
            $check = Test-CellSegEnvironment | Where-Object Name -EQ CUDA
            try { (Invoke-CellSegmentation "$Folder/a.png" -Model $model -Device Cuda).Device -eq 'Cuda' }
            catch { $check.Detail -like 'not available*' -and $_.FullyQualifiedErrorId -like 'InvalidOption,*' -and "$_" -like '*-Device Cpu*' }
            """, _folder.Path).Succeeded();

        Assert.Equal(["Auto Cpu Cuda", "Cpu", "Cpu", "True"], result.Lines);
    }

    [Theory]
    [InlineData("c10_cuda")]
    [InlineData("torch_cuda")]
    public void The_libraries_of_CUDA_are_loaded_from_the_users_folder(string name)
    {
        string file = OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
        File.WriteAllText(Path.Combine(_folder.Path, file), "no library");

        var result = Staged.Script("""
            param($Folder)
            $env:CELLSEG_LIBTORCH = $Folder
            New-SegmentationModel -ErrorAction SilentlyContinue -ErrorVariable problems
            """ + Scripts.PrintMessages, _folder.Path);

        Assert.Contains(file, result.Output + result.Error, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, result.Output + result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("OMP_WAIT_POLICY=active", false)]
    [InlineData("GOMP_SPINCOUNT=77", false)]
    public void Idle_threads_wait_a_little_unless_the_user_has_chosen(string setting, bool isLittle)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "GNU's OpenMP library, which tells its settings, is that of Linux.");

        // Native code sees the variables that a process has when it starts.
        var result = Staged.Script("""
            param($Setting)
            & sh -c "$Setting OMP_DISPLAY_ENV=verbose '$([System.Environment]::ProcessPath)' -Command '`$null = New-SegmentationModel'" 2>&1 | ForEach-Object { "$_" }
            """, setting);

        string line = Assert.Single(result.Lines, line => line.Contains("GOMP_SPINCOUNT", StringComparison.Ordinal));
        Assert.Equal(isLittle, line.Contains("'10000'", StringComparison.Ordinal));
    }
}
