# What Get-Help shows of the staged module.
BeforeDiscovery {
    $cmdlets = (Import-PowerShellDataFile "$PSScriptRoot/../../../module/CellSeg.psd1").CmdletsToExport
    $topics = @('', '_Data', '_Gpu', '_Models', '_ScheduledTasks', '_Training').ForEach({ "about_CellSeg$_" })
}

BeforeAll {
    $cmdlets = (Import-PowerShellDataFile "$PSScriptRoot/../../../module/CellSeg.psd1").CmdletsToExport
    $topics = @('', '_Data', '_Gpu', '_Models', '_ScheduledTasks', '_Training').ForEach({ "about_CellSeg$_" })
}

Describe 'Get-Help' {
    BeforeAll {
        # As a text of MAML is shown: paragraphs below each other.
        function Join-Paragraph($Description) { ($Description | ForEach-Object Text) -join "`n" }
        $hidden = [System.Management.Automation.Cmdlet]::CommonParameters
    }

    It 'has synopsis, description and two examples with code of <_>' -ForEach $cmdlets {
        $help = Get-Help $_
        $help.Name | Should -BeExactly $_
        $help.Category | Should -Be 'Cmdlet'
        # Where there is no help, PowerShell makes the synopsis of the syntax.
        $help.Synopsis | Should -Match '^[A-Z].+\.$'
        Join-Paragraph $help.description | Should -Match '\.$'
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        foreach ($example in $help.examples.example) {
            $example.code | Should -BeLike "*$_*"
            $example.title | Should -Match 'Example \d+: [A-Z]'
        }
        @($help.relatedLinks.navigationLink).linkText | Should -Not -BeNullOrEmpty
    }

    It 'has a text, type and default for each parameter of <_>, and no others' -ForEach $cmdlets {
        # Hidden ones are for other cmdlets of the module.
        $parameters = (Get-Command $_).Parameters.Values | Where-Object {
            $_.Name -notin $hidden -and -not ($_.Attributes | Where-Object { $_ -is [Parameter] -and $_.DontShow })
        }
        $told = @((Get-Help $_ -Full).parameters.parameter | Where-Object { $_ })
        $told.name | Sort-Object | Should -Be ($parameters.Name | Sort-Object)
        foreach ($help in $told) {
            Join-Paragraph $help.description | Should -Match '^[A-Z0-9].{20,}\.' -Because "-$($help.name) has to have a text"
            $help.type.name | Should -Not -BeNullOrEmpty
            $help.defaultValue | Should -Not -BeNullOrEmpty
        }
    }

    It 'says of each parameter of <_> what PowerShell knows' -ForEach $cmdlets {
        $command = Get-Command $_
        foreach ($help in (Get-Help $_ -Full).parameters.parameter | Where-Object { $_ }) {
            $parameter = $command.Parameters[$help.name]
            $sets = $parameter.ParameterSets.Values
            $help.required | Should -Be "$($sets.IsMandatory -notcontains $false)".ToLowerInvariant() -Because $help.name
            $help.position | Should -Be (@(@($sets.Position) -ge 0)[0] ?? 'named') -Because $help.name
            ($help.pipelineInput -like '*ByValue*') | Should -Be ($sets.ValueFromPipeline -contains $true) -Because $help.name
            ($help.pipelineInput -like '*ByPropertyName*') | Should -Be ($sets.ValueFromPipelineByPropertyName -contains $true) -Because $help.name
            $help.aliases | Should -Be ($parameter.Aliases.Count ? $parameter.Aliases -join ', ' : 'none')
        }
    }

    It 'has a syntax for each parameter set of <_>' -ForEach $cmdlets {
        $command = Get-Command $_
        $items = @((Get-Help $_).syntax.syntaxItem)
        $items.Count | Should -Be $command.ParameterSets.Count
        $default = $command.ParameterSets | Where-Object IsDefault
        if ($default) {
            $mandatory = ($default.Parameters | Where-Object IsMandatory).Name | Sort-Object
            ($items[0].parameter | Where-Object required -EQ 'true').name | Sort-Object | Should -Be $mandatory
        }
    }

    It 'names the values to choose among with what they mean' {
        $text = Join-Paragraph (Get-Help New-SegmentationModel -Parameter Schema).description
        foreach ($value in (Get-Command New-SegmentationModel).Parameters.Schema.ParameterType.GetEnumNames()) {
            $text | Should -Match "(?m)^- ${value}: .{10,}"
        }
    }

    It 'takes defaults from the options that they belong to' {
        $model = New-SegmentationModel
        (Get-Help New-SegmentationModel -Parameter PyramidWidth).defaultValue | Should -Be $model.Specification.PyramidWidth
        (Get-Help New-SegmentationModel -Parameter TemporalMode).defaultValue | Should -Be $model.Specification.Temporal.Mode
        (Get-Help Start-SegmentationStudy -Parameter TestTileSize).defaultValue | Should -Be 128
    }

    It 'has the topic <_>, in lines of 80 columns' -ForEach $topics {
        $text = Get-Help $_
        $lines = $text -split '\r?\n'
        $lines[0..1].Trim() | Should -BeExactly 'TOPIC', $_
        $lines | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        $lines.Count | Should -BeGreaterThan 40
        "$lines" | Should -Not -Match '\]\(|\*\*'
    }

    It 'has no other topics' {
        (Get-Help 'about_CellSeg*').Name | Sort-Object -Unique | Should -Be $topics
    }

    It 'names cmdlets, parameters and topics that there are in topics' {
        foreach ($topic in $topics) {
            $text = Get-Help $topic
            foreach ($name in [regex]::Matches($text, '\b(?:[A-Z][a-z]+)-(?:Cell|Segmentation|Model|Simulated)[A-Za-z]+').Value | Sort-Object -Unique) {
                $name | Should -BeIn $cmdlets -Because $topic
            }
            foreach ($name in [regex]::Matches($text, '\babout_CellSeg\w*').Value | Sort-Object -Unique) {
                $name | Should -BeIn $topics
            }
        }
    }
}

Describe 'Help in a process of its own' {
    It 'is whole without a network, an import, or a folder of sources, in another language, too' {
        $copy = "$TestDrive/modules/CellSeg"
        # Help takes no native library.
        $null = New-Item -ItemType Directory "$copy/bin"
        $base = Split-Path (Get-Module CellSeg).Path
        Get-ChildItem $base | Where-Object Name -NotIn bin, models | Copy-Item -Destination $copy -Recurse
        Get-ChildItem "$base/bin/*.dll" | Where-Object Length -LT 20MB | Copy-Item -Destination "$copy/bin"
        $result = Invoke-PowerShell -Environment @{
            PSModulePath = Split-Path $copy; http_proxy = 'http://127.0.0.1:9'; https_proxy = 'http://127.0.0.1:9'
        } '
            [cultureinfo]::CurrentUICulture = "de-DE"
            foreach ($name in (Get-Command -Module CellSeg).Name) {
                $text = Get-Help $name -Full | Out-String
                "$name $($text -match "Example 2" -and $text -match "DESCRIPTION\s+\S+")"
            }
            "about $(Get-Help about_CellSeg | Out-String | Select-String "SHORT DESCRIPTION" -Quiet)"'

        $result.Error | Should -BeNullOrEmpty
        $result.ExitCode | Should -Be 0
        $result.Lines | Should -BeExactly (@(($cmdlets | Sort-Object).ForEach({ "$_ True" })) + 'about True')
    }
}
