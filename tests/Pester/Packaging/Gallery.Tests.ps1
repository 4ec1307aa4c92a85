BeforeAll {
    $module = [System.IO.Path]::GetDirectoryName((Get-Module CellSeg).Path)
    $bin = "$module/bin"
}

Describe 'The way of the module through a gallery' {
    # Windows keeps in its registry where a user's modules are, so that a test cannot have a place of its own.
    It 'leads over a folder that is a repository to a user who installs it and finds first cells' -Skip:$IsWindows {
        $shelf, $userHome = 'shelf', 'home' | ForEach-Object { (New-Item "$TestDrive/$_" -ItemType Directory).FullName }
        $environment = @{ HOME = $userHome; XDG_DATA_HOME = $null; XDG_CONFIG_HOME = $null; PSModulePath = $null }
        $result = Invoke-PowerShell -Environment $environment -ArgumentList $module, $shelf '
            param($Module, $Shelf)
            $ErrorActionPreference, $ProgressPreference = "Stop", "SilentlyContinue"
            Register-PSResourceRepository -Name Shelf -Uri $Shelf -Trusted
            Publish-PSResource -Path $Module -Repository Shelf
            $found = Find-PSResource CellSeg -Repository Shelf -Prerelease
            "$($found.Version)"
            $found.Author
            "$($found.LicenseUri)"
            "$($found.Tags)"
            Install-PSResource CellSeg -Repository Shelf -Prerelease
            Import-Module CellSeg
            $folder = (Get-Module CellSeg).ModuleBase
            $folder
            (Invoke-CellSegmentation "$folder/models/nuclei/check/image.tif" -Model nuclei -DestinationPath "$Shelf/out").OutputPath'

        $result.ExitCode | Should -Be 0 -Because $result.Error
        $version, $author, $licence, $tags, $folder, $labels = $result.Lines
        $manifest = Import-PowerShellDataFile "$module/CellSeg.psd1"
        $version | Should -BeExactly $manifest.ModuleVersion
        $author | Should -BeExactly $manifest.Author
        $licence | Should -BeExactly $manifest.PrivateData.PSData.LicenseUri
        $tags -split ' ' | Where-Object { $_ -in 'Windows', 'Linux', 'MacOS' } | Should -BeExactly ($IsMacOS ? 'MacOS' : 'Linux')
        $folder | Should -BeLike "$userHome/*"
        $labels | Should -Exist
        (Get-ChildItem $folder -Recurse -File).Count | Should -BeGreaterOrEqual (Get-ChildItem $module -Recurse -File).Count
        Get-ChildItem $module -Recurse -File | Where-Object { -not (Test-Path -LiteralPath $_.FullName.Replace($module, $folder)) } |
            Should -BeNullOrEmpty
    }
}

Describe 'What the module says of itself' {
    It 'has an owner, a licence, notes of this version and no page that does not exist' {
        $data = (Import-PowerShellDataFile "$module/CellSeg.psd1")
        $data.CompanyName | Should -Not -BeNullOrEmpty
        $data.PrivateData.PSData.ReleaseNotes | Should -BeLike '*Invoke-CellSegmentation*'
        'ProjectUri', 'IconUri', 'Prerelease' | Where-Object { $data.PrivateData.PSData.ContainsKey($_) } | Should -BeNullOrEmpty
        "$module/LICENSE" | Should -Exist
    }

    It 'is a bill of materials with the checksum of each file of others, and each has a licence' {
        $bill = Get-Content "$module/sbom.cdx.json" -Raw | ConvertFrom-Json
        $bill.bomFormat, $bill.specVersion | Should -BeExactly 'CycloneDX', '1.6'
        $files = @($bill.components.components) + $bill.metadata.component.components | Where-Object type -EQ file
        foreach ($file in $files) {
            $path = $file.name.Contains('/') ? "$module/$($file.name)" : "$bin/$($file.name)"
            (Get-FileHash -LiteralPath $path -Algorithm SHA256).Hash | Should -Be $file.hashes[0].content -Because $path
        }
        $known = $files.name | ForEach-Object { [System.IO.Path]::GetFileName($_) }
        Get-ChildItem $bin -File | Where-Object Name -NotIn $known | Should -BeNullOrEmpty
        $bill.components | Where-Object { -not $_.licenses } | Should -BeNullOrEmpty
    }

    It 'names each package and what is inside libtorch and libvips in its notices, with the texts of their licences' {
        $notices = Get-Content "$module/THIRD-PARTY-NOTICES.md" -Raw
        $bill = Get-Content "$module/sbom.cdx.json" -Raw | ConvertFrom-Json
        foreach ($package in $bill.components) { $notices | Should -BeLike "*| $($package.name) | $($package.version) |*" }
        foreach ($part in 'libvips', 'glib', 'oneDNN', 'SLEEF', 'Skia', 'HarfBuzz') { $notices | Should -BeLike "*| $part |*" }
        $notices | Should -Not -BeLike '*{parts}*'
        foreach ($text in 'MIT', 'Apache-2.0', 'BSD-3-Clause', 'LGPL-3.0-or-later', 'GPL-3.0-or-later') { "$module/licenses/$text.txt" | Should -Exist }
    }
}
