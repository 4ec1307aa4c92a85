"""Kills a training at random moments, resumes it each time, and compares its weights with one that was not killed.
Then interrupts one of the default size, as Ctrl+C does, and tells how long it takes to stop.

    python3 benchmarks/python/kill_and_resume.py [--kills 20] [--interrupts 10] [--seed 0]

Needs nothing but the staged module (./build.sh build).
"""
import argparse
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Told by the PowerShell that the build starts, so that it can be started without the build in between, which would get the
# signals instead.
QUESTION = """
$program = [System.Environment]::ProcessPath
@{
    Command = @($program; if ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { "$PSHOME/pwsh.dll" })
    Environment = [System.Environment]::GetEnvironmentVariables()
} | ConvertTo-Json -Compress
"""

# Enough epochs that all kills fall into the training; a checkpoint after each step, so that many fall into a save.
SCRIPT = """
param($Folder)
$split = New-SimulatedCellDataset 5 -Width 64 -Height 64 -CellCount 6 | Split-CellDataset -TestFraction 0.2 -ValidationFraction 0.2
$model = New-SegmentationModel
'started'
$result = $split | Start-ModelTraining $model -Epochs 12 -BatchSize 2 -CropSize 32 -Device Cpu -CheckpointPath $Folder -CheckpointInterval 0 -Resume
"$($result.History.Count) epochs, the best is $($result.BestEpoch)"
"""

# Of the default batch and crop, whose steps are the longest to wait for.
LONG_SCRIPT = """
param($Folder)
$split = New-SimulatedCellDataset 20 -Width 256 -Height 256 -CellCount 30 | Split-CellDataset -TestFraction 0.1 -ValidationFraction 0.2
$model = New-SegmentationModel
'started'
$split | Start-ModelTraining $model -Epochs 1000 -CheckpointPath $Folder -Resume
"""


def find_powershell():
    """The command that starts PowerShell, and the environment in which it finds the module."""
    build = ["pwsh", ROOT / "build.ps1"] if sys.platform == "win32" else [ROOT / "build.sh"]
    answer = subprocess.run([*build, "shell", "--", "-NoProfile", "-Command", QUESTION], check=True, capture_output=True, text=True)
    # On a fresh machine the build has said before what it does.
    answer = json.loads(answer.stdout.splitlines()[-1])
    return answer["Command"], answer["Environment"]


def start(script, folder):
    command, environment = POWERSHELL
    process = subprocess.Popen(
        [*command, "-NoProfile", "-NonInteractive", "-File", script, folder], env=environment, stdout=subprocess.PIPE, text=True)
    if process.stdout.readline().strip() != "started":
        sys.exit("the training did not start")
    return process, time.monotonic()


def kill(folder, count, moments):
    """Whether a training that was killed has the weights of one that was not."""
    script = folder / "train.ps1"
    script.write_text(SCRIPT)
    process, began = start(script, folder / "whole")
    print(process.stdout.read().strip())
    seconds = time.monotonic() - began
    for _ in range(count):
        process, _ = start(script, folder / "killed")
        # About all of the training is spread over the kills, of which each loses some of it.
        time.sleep(moments.uniform(0, 2 * seconds / count))
        process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        process.wait()
    process, _ = start(script, folder / "killed")
    print(process.stdout.read().strip())
    same = (folder / "whole" / "weights.safetensors").read_bytes() == (folder / "killed" / "weights.safetensors").read_bytes()
    print(f"{count} kills within {seconds:.1f} s of training: weights {'identical' if same else 'DIFFERENT'}")
    return same


def stolen_seconds():
    """The processor time that the machine's host has given to other guests, where that is told."""
    statistics = pathlib.Path("/proc/stat")
    return int(statistics.read_text().split()[8]) / os.sysconf("SC_CLK_TCK") if statistics.exists() else 0.0


def interrupt(folder, count, moments):
    """Whether each interrupt left a checkpoint."""
    script, checkpoint = folder / "long.ps1", folder / "long" / "checkpoint.safetensors"
    script.write_text(LONG_SCRIPT)
    times, saved = [], True
    for _ in range(count):
        process, _ = start(script, folder / "long")
        time.sleep(moments.uniform(5, 15))
        began, moment, stolen = time.monotonic(), time.time(), stolen_seconds()
        process.send_signal(signal.SIGINT)
        process.communicate()
        times.append((time.monotonic() - began, stolen_seconds() - stolen))
        saved = saved and checkpoint.stat().st_mtime >= moment
        print(f"stopped within {times[-1][0]:.2f} s, {times[-1][1]:.2f} s of processor time given to other guests", flush=True)
    times.sort()
    print(f"{count} interrupts: stopped within {times[-1][0]:.2f} s, half of them within {times[count // 2][0]:.2f} s; "
          f"{'each' if saved else 'NOT EACH'} left a checkpoint")
    return saved


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--interrupts", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        results = [options.kills == 0 or kill(folder, options.kills, moments), options.interrupts == 0 or interrupt(folder, options.interrupts, moments)]
        sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    POWERSHELL = find_powershell()
    main()
