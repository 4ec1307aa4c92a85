# What the tests share: files of images, written without the library under test, which must not judge itself; and PowerShell
# as a process of its own.
$ErrorActionPreference = 'Stop'

<#
.SYNOPSIS
Makes the pixels of a square image with cells of 10 x 10 in its rows 10 to 19, the first at column 4, the second at 24.
.PARAMETER Value
The value of each cell.
#>
function New-CellPixel([object[]] $Value = @(), [int] $Size = 40, [object] $Background = 0, [type] $Type = [byte]) {
    $pixels = [array]::CreateInstance($Type, $Size * $Size)
    [array]::Fill($pixels, ($Background -as $Type))
    for ($cell = 0; $cell -lt $Value.Count; $cell++) {
        $left = 4 + 20 * $cell
        for ($row = 10; $row -lt 20; $row++) {
            [array]::Fill($pixels, ($Value[$cell] -as $Type), $row * $Size + $left, [Math]::Clamp($Size - $left, 0, 10))
        }
    }
    , $pixels
}

<#
.SYNOPSIS
Writes a square PNG file of 8 bits with the cells that New-CellPixel makes.
.PARAMETER Colour
The shares of the value that red, green and blue have; without them the picture is grey.
#>
function Write-CellPng([string] $Path, [object[]] $Value = @(), [int] $Size = 40, [byte] $Background = 0, [double[]] $Colour) {
    $pixels = New-CellPixel $Value $Size -Background $Background
    if ($Colour) {
        $pixels = [byte[]] @(foreach ($pixel in $pixels) { foreach ($share in $Colour) { [byte] ($share * $pixel) } })
    }
    # Before each row stands the number of its filter, of which 0 is none.
    $length = $pixels.Count / $Size
    $rows = [byte[]]::new($Size * ($length + 1))
    for ($row = 0; $row -lt $Size; $row++) {
        [Buffer]::BlockCopy($pixels, $row * $length, $rows, $row * ($length + 1) + 1, $length)
    }
    $data = [System.IO.MemoryStream]::new()
    $zlib = [System.IO.Compression.ZLibStream]::new($data, [System.IO.Compression.CompressionLevel]::Fastest)
    $zlib.Write($rows)
    $zlib.Dispose()

    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($Path))
    $file = [System.IO.File]::Create($Path)
    try {
        $file.Write([byte[]](137, 80, 78, 71, 13, 10, 26, 10))
        $bigSize = [BitConverter]::GetBytes([System.Net.IPAddress]::HostToNetworkOrder($Size))
        Write-PngChunk $file 'IHDR' -Data ($bigSize + $bigSize + [byte[]](8, ($Colour ? 2 : 0), 0, 0, 0))
        Write-PngChunk $file 'IDAT' -Data $data.ToArray()
        Write-PngChunk $file 'IEND' -Data @()
    }
    finally {
        $file.Dispose()
    }
}

function Write-PngChunk([System.IO.Stream] $File, [string] $Type, [byte[]] $Data) {
    [byte[]] $content = [System.Text.Encoding]::ASCII.GetBytes($Type) + $Data
    [uint32] $crc = [uint32]::MaxValue
    foreach ($value in $content) {
        $crc = $crc -bxor $value
        foreach ($bit in 1..8) {
            $crc = $crc -band 1 ? ($crc -shr 1) -bxor 0xEDB88320u : $crc -shr 1
        }
    }
    $number = [byte[]]::new(4)
    [System.Buffers.Binary.BinaryPrimitives]::WriteInt32BigEndian($number, $Data.Count)
    $File.Write($number)
    $File.Write($content)
    [System.Buffers.Binary.BinaryPrimitives]::WriteUInt32BigEndian($number, -bnot $crc)
    $File.Write($number)
}

<#
.SYNOPSIS
Writes a square TIFF file of grey pages, not compressed.
.PARAMETER Frame
Arrays of float, int or short, one a page.
.PARAMETER Description
What the first page says of all of them; without it each is a frame.
#>
function Write-Tiff([string] $Path, [int] $Size, [array[]] $Frame, [string] $Description) {
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($Path))
    $writer = [System.IO.BinaryWriter]::new([System.IO.File]::Create($Path))
    try {
        $writer.Write([byte[]](0x49, 0x49, 42, 0))
        # Where the offset of the next directory is written: in the header, then behind each directory.
        $next = 4
        foreach ($pixels in $Frame) {
            $bytes = [byte[]]::new([Buffer]::ByteLength($pixels))
            [Buffer]::BlockCopy($pixels, 0, $bytes, 0, $bytes.Length)
            $isFloat = $pixels -is [float[]]
            # The length is even, because a directory begins at an even byte.
            [byte[]] $text = $next -eq 4 -and $Description ? [System.Text.Encoding]::ASCII.GetBytes($Description + "`0" * (2 - $Description.Length % 2)) : @()
            $short = 3
            $long = 4
            $ascii = 2
            $entries = @(
                , (256, $long, $Size)
                , (257, $long, $Size)
                , (258, $short, (8 * $bytes.Length / $pixels.Length))
                , (259, $short, 1)
                , (262, $short, 1)
                if ($text) {
                    , (270, $ascii, ($next + 4 + $bytes.Length), $text.Length)
                }
                , (273, $long, ($next + 4))
                , (277, $short, 1)
                , (278, $long, $Size)
                , (279, $long, $bytes.Length)
                , (339, $short, ($isFloat ? 3 : 2))
            )
            # Pixels and text stand before the directory that describes them.
            $directory = $next + 4 + $bytes.Length + $text.Length
            $writer.Write([uint32] $directory)
            $writer.Write($bytes)
            $writer.Write($text)
            $writer.Write([uint16] $entries.Count)
            foreach ($entry in $entries) {
                $writer.Write([uint16] $entry[0])
                $writer.Write([uint16] $entry[1])
                $writer.Write([uint32] ($entry.Count -gt 3 ? $entry[3] : 1))
                $writer.Write([uint32] $entry[2])
            }
            $next = $directory + 2 + 12 * $entries.Count
        }
        $writer.Write([uint32] 0)
    }
    finally {
        $writer.Dispose()
    }
}

<#
.SYNOPSIS
Writes a TIFF file of ImageJ whose planes of 40 x 40 each tell their number n, from 1: all pixels are n, but the first five of
column n are 200, which a picture shows whatever its brightness.
#>
function Write-Stack([string] $Path, [int] $Channels = 1, [int] $Slices = 1, [int] $Frames = 1) {
    $count = $Channels * $Slices * $Frames
    $planes = foreach ($number in 1..$count) {
        $pixels = New-CellPixel -Background $number -Type ([int16])
        foreach ($row in 0..4) {
            $pixels[40 * $row + $number] = 200
        }
        , $pixels
    }
    $description = "ImageJ=1.54f`nimages=$count`nchannels=$Channels`nslices=$Slices`nframes=$Frames`nhyperstack=true`n"
    Write-Tiff $Path 40 -Frame $planes -Description $description
}

<#
.SYNOPSIS
Finds the numbers of the planes of Write-Stack that lie behind a picture, by its bright columns.
.PARAMETER Scale
Pixels of the picture a pixel of the stack.
#>
function Get-PlaneNumber([string] $Path, [int] $Scale) {
    # A record of the module leads to its classes, whose names are not known here.
    $library = (New-SimulatedCellDataset 1 -Width 32 -Height 32 -CellCount 1).GetType().Assembly
    $row = $library.GetType('CellSeg.Datasets.CellMovie')::Open($Path).ReadImage(0).Pixels
    0..39 | Where-Object { $row[$_ * $Scale] -gt 100 }
}

<#
.SYNOPSIS
Adds an image of 40 x 40 with two cells to a folder in the layout of BBBC038.
.PARAMETER MaskCount
How many of the cells have a mask.
.PARAMETER MaskSize
Another size of the masks than that of the image.
.PARAMETER Unreadable
Lets the file of the image end early.
.PARAMETER Colour
The colour of the image; without it it is grey.
#>
function Add-Bbbc038Image(
    [string] $Root, [string[]] $Id, [int] $MaskCount = 2, [int] $MaskSize = 40, [switch] $Unreadable, [double[]] $Colour
) {
    foreach ($name in $Id) {
        $image = "$Root/$name/images/$name.png"
        Write-CellPng $image 200, 200 -Background 20 -Colour $Colour
        for ($cell = 0; $cell -lt $MaskCount; $cell++) {
            Write-CellPng "$Root/$name/masks/$cell.png" ($cell -eq 0 ? 255, 0 : 0, 255) -Size $MaskSize
        }
        if ($Unreadable) {
            Limit-File $image 50
        }
    }
}

<#
.SYNOPSIS
Cuts a file off behind its first bytes.
#>
function Limit-File([string] $Path, [long] $Length) {
    $file = [System.IO.File]::OpenWrite($Path)
    $file.SetLength($Length)
    $file.Dispose()
}

<#
.SYNOPSIS
Says of error records what the tests look at: id, category, and the name of the file that is the target.
#>
filter Get-Problem {
    $target = [System.IO.Path]::GetFileName($_.TargetObject)
    "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category) $target"
}

<#
.SYNOPSIS
Starts the same PowerShell as a process of its own, on a script, with its streams redirected.
.PARAMETER Script
The text of a script, or a script file.
.PARAMETER Environment
Variables that differ from those of this process; null removes one.
#>
function Start-PowerShell([object] $Script, [string[]] $ArgumentList = @(), [hashtable] $Environment = @{}) {
    $file = $Script
    if ($Script -isnot [System.IO.FileInfo]) {
        # Pester removes the drive when the test's file is done.
        $file = Join-Path (Get-PSDrive TestDrive).Root "script-$(New-Guid).ps1"
        [System.IO.File]::WriteAllText($file, $Script)
    }
    $start = [System.Diagnostics.ProcessStartInfo]::new([System.Environment]::ProcessPath)
    # A PowerShell that came as a dotnet tool has no program of its own.
    $assembly = [System.IO.Path]::GetFileNameWithoutExtension($start.FileName) -eq 'dotnet' ? @("$PSHOME/pwsh.dll") : @()
    foreach ($argument in $assembly + '-NoProfile', '-NonInteractive', '-File', "$file" + $ArgumentList) {
        $start.ArgumentList.Add($argument)
    }
    foreach ($name in $Environment.Keys) {
        $start.Environment[$name] = $Environment[$name]
    }
    # Elsewhere than where this process is, so that nothing is found beside it by chance.
    $start.WorkingDirectory = [System.IO.Path]::GetTempPath()
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $process
}

<#
.SYNOPSIS
Runs a script as Start-PowerShell does, and gives its exit code, the lines of its output and the text of its errors.
#>
function Invoke-PowerShell([object] $Script, [string[]] $ArgumentList = @(), [hashtable] $Environment = @{}) {
    $process = Start-PowerShell @PSBoundParameters
    $output = $process.StandardOutput.ReadToEndAsync()
    $problems = $process.StandardError.ReadToEndAsync()
    Wait-PowerShell $process
    [pscustomobject] @{
        ExitCode = $process.ExitCode
        Lines = @($output.Result.Split("`n", [System.StringSplitOptions] 'RemoveEmptyEntries, TrimEntries'))
        Error = $problems.Result
    }
}

<#
.SYNOPSIS
Waits for a process to end by itself; far longer than it takes, for machines on which others have the say.
#>
function Wait-PowerShell([System.Diagnostics.Process] $Process) {
    if (-not $Process.WaitForExit([timespan]::FromMinutes(4))) {
        $Process.Kill($true)
        throw "The process did not end: $($Process.StartInfo.ArgumentList)"
    }
}

<#
.SYNOPSIS
Says why an interrupt cannot be sent to a process here; nothing where it can.
#>
function Get-InterruptObstacle {
    if ($IsWindows) {
        'signals are sent with kill, which Windows does not have'
    }
    # SIGINT is bit 1 of the mask; what is ignored, programs inherit.
    elseif ($IsLinux -and (Get-Content '/proc/self/status' -Raw) -match 'SigIgn:\s*([0-9a-f]+)' -and
        ([Convert]::ToUInt64($Matches[1], 16) -band 2)) {
        'this run was started with interrupts ignored, as shells start background jobs, and so is every program that it starts'
    }
}

Export-ModuleMember -Function New-CellPixel, Write-CellPng, Write-Tiff, Write-Stack, Get-PlaneNumber, Add-Bbbc038Image, Limit-File, Get-Problem,
    Start-PowerShell, Invoke-PowerShell, Wait-PowerShell, Get-InterruptObstacle
