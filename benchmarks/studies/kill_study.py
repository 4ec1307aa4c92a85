"""Kills a study at random moments, resumes it each time, and compares its table and its weights with one that was not killed.

    python3 benchmarks/studies/kill_study.py [--kills 5] [--parallel 1] [--seed 0] [--repeats 3] [--steps 8] [--weights FILE]

The study is the thesis', reduced: all four analyses on simulated movies, of one backbone and a few steps a training, which --repeats seeds
repeat. With MobileNetV2's weights of ImageNet it also compares networks with and without them. The first run says how long the study
takes to its report. Each kill (SIGKILL) ends all processes of the study at once. Needs nothing else but the staged module
(./build.sh build), on Linux or macOS.
"""
import argparse
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "python"))

import kill_and_resume  # noqa: E402

DATA = """
param($Folder)
New-SimulatedCellDataset 10 -Width 64 -Height 64 -CellCount 5 -FrameCount 6 -WarningAction Ignore |
    Export-CellDataset Npz "$Folder/movies.npz" -WarningAction Ignore | Out-Null
"""

# A checkpoint after each step, so that many kills fall into a save.
STUDY = """
param($Folder, $Data, [int] $Parallel, [int] $Repeats, [int] $Steps, $Weights)
$ErrorActionPreference = 'Stop'
$start = $Weights ? @{ BackboneWeightPath = $Weights } : @{ Pretrained = $false }
if (Test-Path $Folder/plan.json) {
    $study = Start-SegmentationStudy -Path $Folder -Resume -Parallel $Parallel
}
else {
    $study = Start-SegmentationStudy Thesis $Folder -DatasetPath "movies=$Data" -Backbone MobileNetV2 -TemporalMode None, Gru -FramesPerBatch 3 `
        -Fraction 0.25, 1 -Seed (0..($Repeats - 1)) @start -Preset Default -ModelOption @{ PyramidWidth = 32 } -StepCount $Steps -TestTileSize 64 `
        -Option @{ Epochs = 2; BatchSize = 2; CropSize = 64; CheckpointInterval = 0 } -Parallel $Parallel
}
Export-SegmentationReport $Folder -DestinationPath $Folder/report -Force | Out-Null
"$($study.Done) of $($study.Total) trainings done, $($study.Failed) failed"
"""


def start(script, *arguments):
    command, environment = POWERSHELL
    # A group of its own, which is killed as a whole.
    return subprocess.Popen([*command, "-NoProfile", "-NonInteractive", "-File", script, *map(str, arguments)], env=environment,
                            stdout=subprocess.PIPE, text=True, start_new_session=True)


def finish(process):
    print(process.communicate()[0].strip(), flush=True)
    if process.returncode != 0:
        sys.exit("the study failed")


def count_results(folder):
    return len(list(folder.glob("trainings/*/result.json")))


def count_beginnings(folder):
    return sum(log.read_text().count("Begun or resumed") for log in folder.glob("trainings/*/log.txt"))


def wait_for_training(process, folder):
    """Waits until another training has begun or been resumed."""
    before = count_beginnings(folder)
    while count_beginnings(folder) == before and process.poll() is None:
        time.sleep(0.02)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--parallel", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--weights", type=pathlib.Path)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        data, study = folder / "data.ps1", folder / "study.ps1"
        data.write_text(DATA)
        study.write_text(STUDY)
        began = time.monotonic()
        finish(start(data, folder))
        plan = [folder / "movies.npz", options.parallel, options.repeats, options.steps]
        if options.weights:
            plan.append(options.weights.resolve(strict=True))

        whole, killed = folder / "whole", folder / "killed"
        process = start(study, whole, *plan)
        wait_for_training(process, whole)
        training = time.monotonic()
        finish(process)
        seconds = time.monotonic() - training
        report = (whole / "report" / "report.html").stat().st_size
        print(f"from nothing to its report, of {report} bytes: {time.monotonic() - began:.0f} s", flush=True)

        for number in range(options.kills):
            process = start(study, killed, *plan)
            wait_for_training(process, killed)
            # Together the kills take most of the study's time, but not all of it.
            moment = moments.uniform(0, 1.4 * seconds / (options.kills + 1))
            time.sleep(moment)
            if process.poll() is not None:
                sys.exit("the study was done before it could be killed: try another --seed")
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            print(f"kill {number + 1} {moment:.1f} s after a training began: {count_results(killed)} of {count_results(whole)} results", flush=True)
        finish(start(study, killed, *plan))

        same = (whole / "study.csv").read_bytes() == (killed / "study.csv").read_bytes()
        models = sorted(whole.glob("trainings/*/weights.safetensors"))
        equal = sum(model.read_bytes() == (killed / model.relative_to(whole)).read_bytes() for model in models)
        print(f"{options.kills} kills within a study of {seconds:.0f} s: study.csv {'identical' if same else 'DIFFERENT'}, "
              f"{equal} of {len(models)} models with identical weights")
        sys.exit(0 if same and equal == len(models) else 1)


if __name__ == "__main__":
    POWERSHELL = kill_and_resume.find_powershell()
    main()
