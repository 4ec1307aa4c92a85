# Reads the files of benchmarks/python/write_pixel_types.py in the ways that they tell of, and writes a Markdown table of how
# each ended: equal to the writer's pixels, refused with the reason, or WRONG, which none may be.
#   ./build.sh shell -- -NoProfile -File benchmarks/pixel_types.ps1 -Path DIR [-Output FILE]
param(
    [Parameter(Mandatory)] [string] $Path,
    [string] $Output
)
$ErrorActionPreference = 'Stop'

# The library lies in the module's own load context, where the names of its types are not found without it.
$commands = (Get-Command Invoke-CellSegmentation).ImplementingType.Assembly
$core = [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($commands).LoadFromAssemblyName('CellSeg.Core')
$movieType, $selectionType, $channelType, $sliceType = 'Datasets.CellMovie', 'Imaging.Selection.ImageSelection', 'Imaging.Selection.ChannelSelector',
    'Imaging.Selection.SliceSelector' | ForEach-Object { $core.GetType("CellSeg.$_", $true) }

function New-Selection($Read) {
    $selection = [Activator]::CreateInstance($selectionType)
    if ($null -ne $Read.slice) { $selection.Slice = $sliceType::Parse("$($Read.slice)") }
    if ($null -ne $Read.channels) {
        $channels = [Array]::CreateInstance($channelType, $Read.channels.Count)
        for ($i = 0; $i -lt $channels.Length; $i++) { $channels[$i] = $channelType::Parse("$($Read.channels[$i])") }
        $selection.Channels = $channels
    }
    $selection
}

# The pixels in the order of the files, and their shape.
function Read-Pixel([string] $File, $Read) {
    $selection = New-Selection $Read
    $movie = $Read.kind -eq 'labels' ? $movieType::OpenLabels($File, $selection) : $movieType::Open($File, $selection)
    $pixels = [Collections.Generic.List[float[]]]::new()
    $ids = [Collections.Generic.List[int[]]]::new()
    $names = @()
    for ($frame = 0; $frame -lt $movie.FrameCount; $frame++) {
        if ($Read.kind -eq 'labels') { $image = $movie.ReadLabels($frame); $ids.Add($image.Pixels) }
        else { $image = $movie.ReadImage($frame); $pixels.Add($image.Pixels); $names = $image.ChannelNames }
    }
    $values = $Read.kind -eq 'labels' ? [long[]] ($ids | ForEach-Object { $_ }) : [float[]] ($pixels | ForEach-Object { $_ })
    @{ Values = $values; Shape = $movie.FrameCount, ($image.Channels ?? 1), $image.Height, $image.Width; Names = $names; PixelSize = $movie.PixelSize }
}

function Read-Expected([string] $Folder, $Read) {
    $bytes = [IO.File]::ReadAllBytes([IO.Path]::Combine($Folder, $Read.data))
    $values = [Array]::CreateInstance($Read.type -eq 'int64' ? [long] : [float], $bytes.Length / ($Read.type -eq 'int64' ? 8 : 4))
    [Buffer]::BlockCopy($bytes, 0, $values, 0, $bytes.Length)
    , $values
}

# The first channel, when all are equal to it; else nothing.
function Get-GreyPlane([float[]] $Values, [int[]] $Shape) {
    $plane = $Shape[2] * $Shape[3]
    $grey = [Collections.Generic.List[float]]::new()
    for ($frame = 0; $frame -lt $Shape[0]; $frame++) {
        $first = [float[]] $Values[($frame * $Shape[1] * $plane)..(($frame * $Shape[1] + 1) * $plane - 1)]
        for ($channel = 1; $channel -lt $Shape[1]; $channel++) {
            $start = ($frame * $Shape[1] + $channel) * $plane
            if (-not [Linq.Enumerable]::SequenceEqual($first, [float[]] $Values[$start..($start + $plane - 1)])) { return $null }
        }
        $grey.AddRange($first)
    }
    , $grey.ToArray()
}

# What is wrong, or nothing.
function Compare-Pixel($Right, $Found, [string] $How) {
    if ($How -eq 'exact') {
        if ($Right -is [long[]]) { if ([Linq.Enumerable]::SequenceEqual([long[]] $Right, [long[]] $Found)) { return } }
        elseif ([Linq.Enumerable]::SequenceEqual([float[]] $Right, [float[]] $Found)) { return }
        for ($i = 0; $i -lt $Right.Length; $i++) {
            if (-not $Right[$i].Equals($Found[$i])) { return "number $i is $($Found[$i]), not $($Right[$i])" }
        }
        return
    }
    if ($How -eq 'order') {
        # Sorted by what is right, what was found rises where that does and nowhere else.
        $order = [int[]] (0..($Right.Length - 1))
        $keys = [float[]] $Right.Clone()
        [Array]::Sort($keys, $order)
        for ($i = 1; $i -lt $order.Length; $i++) {
            $rise = [Math]::Sign($Found[$order[$i]] - $Found[$order[$i - 1]])
            if ($rise -ne [Math]::Sign($keys[$i] - $keys[$i - 1])) { return 'another order of brightness' }
        }
        return
    }
    $scale, $tolerance = 1.0, 8.0
    if ($How -eq 'scaled') {
        $largest = [Linq.Enumerable]::Max([float[]] $Right)
        $scale = $largest -gt 0 ? [Linq.Enumerable]::Max([float[]] $Found) / $largest : 1
        $tolerance = 1e-6 * $largest * $scale
        if ($scale -le 0) { return 'all numbers are 0' }
    }
    for ($i = 0; $i -lt $Right.Length; $i++) {
        if (-not ([Math]::Abs($Found[$i] - $Right[$i] * $scale) -le $tolerance)) { return "number $i is $($Found[$i]), not $($Right[$i] * $scale)" }
    }
}

# One way to read one file.
function Get-Outcome([string] $Folder, [string] $File, $Read) {
    try { $found = Read-Pixel ([IO.Path]::Combine($Folder, $File)) $Read }
    catch {
        $problem = $_.Exception
        while ($problem.InnerException -and $problem.GetType().Name -ne 'CellSegException') { $problem = $problem.InnerException }
        if ($problem.GetType().Name -ne 'CellSegException') { return "WRONG: $($problem.GetType().Name) $($problem.Message)" }
        return "refused: $($problem.Reason)".Replace($Folder + [IO.Path]::DirectorySeparatorChar, '')
    }
    if ($Read.compare -eq 'refused') { return "WRONG: read as $($found.Shape -join ' x '), which should be refused" }
    $right = Read-Expected $Folder $Read
    $shape = [int[]] $Read.shape
    # A picture whose colours are all equal is grey, with one channel or three.
    if ($shape[1] -ne $found.Shape[1] -and 1 -in $shape[1], $found.Shape[1]) {
        $right, $found.Values = (Get-GreyPlane $right $shape), (Get-GreyPlane $found.Values $found.Shape)
        if ($right -and $found.Values) { $shape[1] = $found.Shape[1] = 1 }
    }
    if (($shape -join ' x ') -ne ($found.Shape -join ' x ')) { return "WRONG: $($found.Shape -join ' x ') instead of $($shape -join ' x ')" }
    $fault = Compare-Pixel $right $found.Values -How $Read.compare
    if ($fault) { return "WRONG: $fault" }
    if ($Read.names -and ($Read.names -join ',') -ne ($found.Names -join ',')) { return "WRONG: channels are named '$($found.Names -join ',')'" }
    if ($Read.pixelSize -and $Read.pixelSize -ne $found.PixelSize) { return "WRONG: a pixel has $($found.PixelSize) µm" }
    'equal'
}

[Globalization.CultureInfo]::CurrentCulture = [Globalization.CultureInfo]::InvariantCulture
$folder = (Resolve-Path $Path).ProviderPath.TrimEnd('/', '\')
$rows = foreach ($list in [Linq.Enumerable]::Order([IO.Directory]::GetFiles($folder, '*.json'), [StringComparer]::Ordinal)) {
    $case = Get-Content $list -Raw | ConvertFrom-Json
    foreach ($read in $case.reads) {
        $way = $read.kind
        if ($null -ne $read.slice) { $way += ", slice $($read.slice)" }
        if ($null -ne $read.channels) { $way += ", channel $($read.channels)" }
        [pscustomobject] @{ File = $case.file; Way = $way; Outcome = Get-Outcome $folder $case.file -Read $read }
    }
}
$counts = $rows | Group-Object { ($_.Outcome -split ':')[0] } -AsHashTable
$count = @($rows.File | Select-Object -Unique).Count
$text = @(
    "$count files, $($rows.Count) ways to read them: $($counts['equal'].Count) equal, $($counts['refused'].Count) refused, $($counts['WRONG'].Count) wrong."
    ''
    '| file | read as | outcome |', '| --- | --- | --- |'
    foreach ($row in $rows) { "| $($row.File) | $($row.Way) | $($row.Outcome.Replace('|', '\|').Replace("`n", ' ')) |" })
if ($Output) { [IO.File]::WriteAllLines([IO.Path]::Combine($PWD, $Output), [string[]] $text) } else { $text }
[Console]::Error.WriteLine($text[0])
exit [int] ($null -ne $counts['WRONG'])
