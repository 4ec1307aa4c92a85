BeforeAll {
    # Exchanges the sizes of a weight in the header; the file stays as long as it was.
    function Edit-FirstMatrix([string] $Path) {
        $content = [System.IO.File]::ReadAllBytes($Path)
        $length = [BitConverter]::ToInt64($content, 0)
        $header = [System.Text.Encoding]::UTF8.GetString($content, 8, $length) | ConvertFrom-Json -AsHashtable
        $shape = $header.Keys.ForEach({ , $header[$_]['shape'] }) | Where-Object { $_.Count -gt 1 -and $_[0] -ne $_[1] } | Select-Object -First 1
        $shape[0], $shape[1] = $shape[1], $shape[0]
        $turned = [System.Text.Encoding]::UTF8.GetBytes(($header | ConvertTo-Json -Compress -Depth 5))
        $file = [System.IO.File]::Create($Path)
        $file.Write([BitConverter]::GetBytes([long] $turned.Length))
        $file.Write($turned)
        $file.Write($content, 8 + $length, $content.Length - 8 - $length)
        $file.Dispose()
    }

    function Limit-ToHalf([string] $Path) {
        $length = (Get-Item $Path).Length
        Limit-File $Path ($length - [Math]::Floor($length / 2))
    }
}

Describe 'Import-SegmentationModel' {
    It 'makes one error of each model with bad weights, with file, reason and remedy, and imports the others' {
        $folder = "$TestDrive/models"
        foreach ($name in 'a', 'b-turned', 'c-short', 'd-weightless', 'e') {
            New-SegmentationModel -Name $name | Export-SegmentationModel -Path "$folder/$name"
        }
        Edit-FirstMatrix "$folder/b-turned/weights.safetensors"
        Limit-ToHalf "$folder/c-short/weights.safetensors"
        Remove-Item "$folder/d-weightless/weights.safetensors"
        $null = New-Item -ItemType Directory "$folder/f-empty"

        $models = Import-SegmentationModel "$folder/*" -ErrorAction SilentlyContinue -ErrorVariable problems

        $models.Name | Should -BeExactly 'a', 'e'
        $problems | Get-Problem | Should -BeExactly @(
            'ModelUnreadable InvalidData weights.safetensors', 'ModelUnreadable InvalidData weights.safetensors'
            'ModelUnreadable ObjectNotFound weights.safetensors', 'ModelUnreadable InvalidData f-empty')
        $messages = $problems.Exception.Message
        $messages[0] | Should -MatchExactly "b-turned.weights\.safetensors: the weight '.*' has the shape .*, the model needs .*\. Use weights"
        $messages[1] | Should -MatchExactly 'c-short.weights\.safetensors: .*\. .*\.$'
        $messages[2] | Should -MatchExactly 'd-weightless.weights\.safetensors: .*\. .*\.$'
        $messages[3] | Should -MatchExactly 'f-empty: this is no model folder: .*\. Give a folder'
    }
}

Describe 'Bad weights of a backbone' {
    BeforeAll {
        $folder = "$TestDrive/backbone"
        New-SegmentationModel | Export-SegmentationModel -Path "$folder/model"
        Copy-Item "$folder/model/weights.safetensors" "$folder/other.safetensors"
        Copy-Item "$folder/model/weights.safetensors" "$folder/half.safetensors"
        Limit-ToHalf "$folder/half.safetensors"
        Set-Content "$folder/text.safetensors" 'no weights'
    }

    It 'end the command: <Name>' -ForEach @(
        @{ Name = 'half.safetensors'; Category = 'InvalidData'; Reason = '' }
        # The whole model's weights have other names than those of a published backbone.
        @{ Name = 'other.safetensors'; Category = 'InvalidData'; Reason = 'is missing' }
        @{ Name = 'text.safetensors'; Category = 'InvalidData'; Reason = '' }
        @{ Name = 'none.safetensors'; Category = 'ObjectNotFound'; Reason = '' }
    ) {
        $failure = { New-SegmentationModel -BackboneWeightPath "$folder/$Name" } | Should -Throw -PassThru

        $failure | Get-Problem | Should -BeExactly "BackboneWeightsUnusable $Category $Name"
        $failure.Exception.Message | Should -BeLike "*$Name*$Reason*"
    }
}
