#!/usr/bin/env bash
# Starts a Slurm of its own, one node with two processors, segments a folder by examples/tasks/segment-plate.sh in four tasks, kills one
# of them in the middle, and compares what is there in the end with a folder that was segmented by one process. Then once more with
# a damaged image, for the exit code.
#
#   benchmarks/segmentation/slurm_plate.sh [IMAGES]
#
# Needs the staged module (./build.sh build), root, and Slurm: apt-get install -y --no-install-recommends slurm-wlm munge
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source benchmarks/slurm_here.sh

images=${1:-20}
./build.sh shell -- -NoProfile -Command "
    New-SimulatedCellDataset $images -Width 384 -Height 384 -CellCount 50 -WarningAction Ignore |
        Export-CellDataset LabelFolder '$folder/data' -WarningAction Ignore | Out-Null"
$PWSH -NoProfile -NonInteractive -File examples/tasks/segment-folder.ps1 -Path "$folder/data/images" -DestinationPath "$folder/whole" | tail -n 1

say_same() {
    if diff -r --exclude=logs --exclude='*.jsonl' "$folder/whole" "$1"; then echo "$2: identical"; else echo "$2: DIFFERENT"; exit 1; fi
}

clock=$SECONDS
examples/tasks/segment-plate.sh --path "$folder/data/images" --destination "$folder/parts" --tasks 4 --wait > "$folder/submit.out" &
submit=$!
record="$folder/parts/cellseg-batch.part002.jsonl"
until [ -f "$record" ] && grep -q '"state":"done"' "$record"; do
    kill -0 $submit 2>/dev/null || { echo "FAILED: the tasks were done before one could be killed"; exit 1; }
    sleep 0.05
done
job=$(sed -n 's/^tasks: job //p' "$folder/submit.out")
# The process itself, as an out-of-memory killer does.
kill -9 "$(sed 's/.*"ProcessId":\([0-9]*\).*/\1/' "$folder/parts/cellseg-batch.part002.lock")"
echo "killed task 2 after $(grep -c '"state":"done"' "$record") of its images"
code=0
wait $submit || code=$?
cat "$folder/submit.out"
scontrol --oneliner show job "$job" | sed -n 's/.* ArrayTaskId=\([^ ]*\) .* ExitCode=\([0-9]*\):.*/task \1: exit code \2/p' | sort
end=$(sed -n 's/^end: job //p' "$folder/submit.out")
echo "end job: exit code $code, $(grep -E '^[0-9]+ segmented' "$folder/parts/logs/slurm-$end.log"), $((SECONDS - clock)) s in all"
[ "$code" = 0 ] || exit 1
grep -Eq '^[1-9][0-9]* segmented' "$folder/parts/logs/slurm-$end.log" || { echo "FAILED: nothing was left to resume"; exit 1; }
say_same "$folder/parts" "four tasks, one killed"

echo 'no image' > "$folder/data/images/bad.tif"
code=0
examples/tasks/segment-plate.sh --path "$folder/data/images" --destination "$folder/parts" --tasks 4 --wait > "$folder/submit.out" || code=$?
end=$(sed -n 's/^end: job //p' "$folder/submit.out")
echo "with a damaged image: exit code $code, $(grep -E '^[0-9]+ segmented' "$folder/parts/logs/slurm-$end.log")"
[ "$code" = 2 ] || exit 1
