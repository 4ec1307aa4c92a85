using CellSeg.Build;
using CellSeg.Build.Packaging;

namespace CellSeg.Tests.Packaging;

public sealed class ModuleManifestTests
{
    private const string Manifest =
        """
        @{
            ModuleVersion     = '0.0.0'
            PowerShellVersion = '7.6'
            Tags         = @('cells', 'Windows', 'Linux', 'MacOS')
            Prerelease   = ''
            ReleaseNotes = ''
        }

        """;

    [Theory]
    [InlineData("linux-x64", "Linux")]
    [InlineData("win-x64", "Windows")]
    [InlineData("osx-arm64", "MacOS")]
    public void A_version_for_one_platform_is_written(string runtime, string tag)
        => Assert.Equal(
            $$"""
            @{
                ModuleVersion     = '1.20.3'
                PowerShellVersion = '7.6'
                Tags         = @('cells', '{{tag}}')
                ReleaseNotes = 'The module''s first.
            - Much.'
            }

            """,
            ModuleManifest.Stamp(Manifest, "1.20.3", runtime, "The module's first.\n- Much."));

    [Fact]
    public void What_stands_behind_the_dash_of_a_version_makes_a_prerelease()
    {
        string text = ModuleManifest.Stamp(Manifest, "2.0.0-preview1", "linux-x64", "");

        Assert.Contains("    ModuleVersion     = '2.0.0'\n", text, StringComparison.Ordinal);
        Assert.Contains("    Prerelease   = 'preview1'\n", text, StringComparison.Ordinal);
        Assert.Throws<BuildException>(() => ModuleManifest.Stamp(Manifest, "2.0.0-preview.1", "linux-x64", ""));
    }

    [Theory]
    [InlineData("    ModuleVersion     = '0.0.0'\n", "")]
    [InlineData("    ModuleVersion     = '0.0.0'\n", "    # ModuleVersion = '0.0.0'\n")]
    [InlineData("    Prerelease   = ''\n", "    Prerelease = ''\n    Prerelease = ''\n")]
    [InlineData(", 'MacOS'", "")]
    public void A_manifest_without_one_place_for_each_is_refused(string text, string replacement)
        => Assert.Throws<BuildException>(
            () => ModuleManifest.Stamp(Manifest.Replace(text, replacement, StringComparison.Ordinal), "1.20.3", "linux-x64", ""));

    [Fact]
    public void The_repositorys_own_manifest_has_these_places()
    {
        string own = File.ReadAllText(Repository.At("module", "CellSeg.psd1"));

        Assert.Contains("'1.2.3'", ModuleManifest.Stamp(own, "1.2.3", "win-x64", "x"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.2.0", "- New.\n\n### More\n\n- Old.")]
    [InlineData("1.2.0-preview3", "- New.\n\n### More\n\n- Old.")]
    [InlineData("1.1.0", "- First.")]
    public void The_notes_of_a_version_are_found(string version, string expected)
        => Assert.Equal(
            expected,
            ModuleManifest.ReleaseNotes("# Changelog\n\n## 1.2.0 (unreleased)\r\n\n- New.\n\n### More\n\n- Old.\n\n## 1.1.0\n\n- First.\n", version));

    [Fact]
    public void A_version_without_notes_is_refused()
        => Assert.Throws<BuildException>(() => ModuleManifest.ReleaseNotes("## 1.1.0\n\n- First.\n", "1.1"));
}
