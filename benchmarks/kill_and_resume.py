"""Kills a training at random moments, resumes it each time, and compares its weights with one that was not killed.

    python3 benchmarks/kill_and_resume.py [--kills 20] [--seed 0]

Needs nothing but the staged module (./build.sh build).
"""
import argparse
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

HOST = pathlib.Path(__file__).resolve().parent.parent / "artifacts" / "host" / ("cellseg.exe" if sys.platform == "win32" else "cellseg")

# Enough epochs that all kills fall into the training; a checkpoint after each step, so that many fall into a save.
SCRIPT = """
param($Folder)
$split = New-SimulatedCellDataset 5 -Width 64 -Height 64 -CellCount 6 | Split-CellDataset -TestFraction 0.2 -ValidationFraction 0.2
$model = New-SegmentationModel
'started'
$result = $split | Start-ModelTraining $model -Epochs 12 -BatchSize 2 -CropSize 32 -Device Cpu -CheckpointPath $Folder -CheckpointInterval 0 -Resume
"$($result.History.Count) epochs, the best is $($result.BestEpoch)"
"""


def start(script, folder):
    process = subprocess.Popen([HOST, script, folder], stdout=subprocess.PIPE, text=True)
    if process.stdout.readline().strip() != "started":
        sys.exit("the training did not start")
    return process, time.monotonic()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        script = folder / "train.ps1"
        script.write_text(SCRIPT)
        process, began = start(script, folder / "whole")
        print(process.stdout.read().strip())
        seconds = time.monotonic() - began
        killed = 0
        while killed < options.kills:
            process, _ = start(script, folder / "killed")
            # About all of the training is spread over the kills, of which each loses some of it.
            time.sleep(moments.uniform(0, 2 * seconds / options.kills))
            process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
            process.wait()
            killed += 1
        process, _ = start(script, folder / "killed")
        print(process.stdout.read().strip())
        same = (folder / "whole" / "weights.safetensors").read_bytes() == (folder / "killed" / "weights.safetensors").read_bytes()
        print(f"{killed} kills within {seconds:.1f} s of training: weights {'identical' if same else 'DIFFERENT'}")
        sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
