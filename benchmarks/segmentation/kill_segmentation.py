"""Kills a batch of images at random moments, resumes it each time, and compares the folder byte for byte with one of a batch that
was not interrupted. Only the record, which has times in it, and logs differ.

    python3 benchmarks/segmentation/kill_segmentation.py [--kills 50] [--images 30] [--size 192] [--seed 0]

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

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "python"))

import kill_and_resume  # noqa: E402

MAKE = """
param($Folder, $Count, $Size)
$made = New-SimulatedCellDataset $Count -Width $Size -Height $Size -CellCount 15 -WarningAction Ignore
$made | Export-CellDataset LabelFolder "$Folder/made" -WarningAction Ignore
$null = New-Item -ItemType Directory "$Folder/in/x"
# In two folders, with an image that fails.
Get-ChildItem "$Folder/made/images" -File | ForEach-Object { $i = 0 } { Move-Item $_ ($i++ % 3 ? "$Folder/in" : "$Folder/in/x") }
Set-Content "$Folder/in/bad.tif" 'no image'
"""

# Several files an image, so that many kills fall between them.
SEGMENT = """
param($In, $Out)
'started'
Invoke-CellSegmentation $In -Recurse -KeepFolders -DestinationPath $Out -OutputFormat LabelTiff, Overlay, Csv -Resume -ErrorAction Ignore 6>&1 |
    ForEach-Object { if ($_ -is [System.Management.Automation.InformationRecord]) { "$_" } }
"""


def contents(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix != ".jsonl"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--images", type=int, default=30)
    parser.add_argument("--size", type=int, default=192)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    kill_and_resume.POWERSHELL = command, environment = kill_and_resume.find_powershell()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "make.ps1").write_text(MAKE)
        (folder / "segment.ps1").write_text(SEGMENT)
        subprocess.run(
            [*command, "-NoProfile", "-NonInteractive", "-File", folder / "make.ps1", folder, str(options.images), str(options.size)],
            env=environment, check=True, stdout=subprocess.DEVNULL)

        def start(out):
            process = subprocess.Popen(
                [*command, "-NoProfile", "-NonInteractive", "-File", folder / "segment.ps1", folder / "in", folder / out],
                env=environment, stdout=subprocess.PIPE, text=True)
            if process.stdout.readline().strip() != "started":
                sys.exit("the batch did not start")
            return process, time.monotonic()

        def wait_for_work(process, out):
            """The moment when the batch takes its folder; a lock that was left there is older."""
            lock, began = folder / out / "cellseg-batch.lock", time.time()
            while process.poll() is None and not (lock.exists() and lock.stat().st_mtime >= began - 0.1):
                time.sleep(0.005)
            return time.monotonic()

        process, began = start("whole")
        at_work = wait_for_work(process, "whole")
        print(process.stdout.read().strip().splitlines()[-1])
        before, seconds = at_work - began, time.monotonic() - at_work
        whole = contents(folder / "whole")
        # A batch that was done before it could be killed is followed by another, until there were as many kills as are wanted.
        different, rounds, killed, done = 0, 0, 0, 0
        while killed < options.kills:
            out = f"killed{rounds}"
            rounds += 1
            while killed < options.kills:
                process, _ = start(out)
                if moments.random() < 0.1:
                    time.sleep(moments.uniform(0, before))
                else:
                    # Some in a batch: the first second or so goes by before an image is done.
                    wait_for_work(process, out)
                    time.sleep(moments.uniform(0, seconds))
                if process.poll() is not None:
                    break
                process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
                process.wait()
                killed += 1
            process, _ = start(out)
            text = process.stdout.read().strip().splitlines()[-1]
            done += process.wait() == 0
            if contents(folder / out) != whole:
                different += 1
                there = contents(folder / out)
                names = sorted(name for name in whole.keys() | there.keys() if whole.get(name) != there.get(name))
                print(f"{out}: DIFFERENT in {', '.join(names)}")
            print(f"{out}: {killed} kills so far, then {text}", flush=True)
        verdict = "identical" if different == 0 else f"{different} DIFFERENT"
        print(f"{killed} kills in {rounds} batches of {seconds:.1f} s and {len(whole)} files: {verdict}")
        sys.exit(0 if different == 0 and done == rounds else 1)


if __name__ == "__main__":
    main()
