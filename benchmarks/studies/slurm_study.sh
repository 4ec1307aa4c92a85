#!/usr/bin/env bash
# Starts a Slurm of its own, one node with two processors, and runs a study of 20 small trainings on it as 20 tasks. One task is killed,
# the node is drained in the middle and resumed, and what is missing then is submitted again: the study's table and all weights must be those of
# a run on this machine, to the byte. Then another study is stopped in the middle.
#
#   benchmarks/studies/slurm_study.sh
#
# Needs the staged module (./build.sh build), root, and Slurm: apt-get install -y --no-install-recommends slurm-wlm munge
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source benchmarks/slurm_here.sh

die() { echo "FAILED: $*"; [ "${KEEP:-no}" = yes ] || tail -n 20 "$folder"/study/slurm/logs/*.log 2>/dev/null; exit 1; }
shell() { ./build.sh shell -- -NoProfile -Command "\$ErrorActionPreference = 'Stop'; $1"; }
plan="DatasetSize -DatasetPath cells='$folder/data' -Schema Watershed, Pixelwise -Backbone MobileNetV2 -Pretrained \$false -Preset Default \
    -Fraction 0.25, 1 -Seed (0..4) -StepCount 24 -TestTileSize 64 -Option @{ Epochs = 3; BatchSize = 4; CropSize = 64 }"
find_checkpoint() { find "$folder/study/trainings" -name checkpoint.safetensors | head -n 1; }
count_done() { find "$folder/study/trainings" -name result.json 2>/dev/null | wc -l; }

shell "New-SimulatedCellDataset 12 -Width 128 -Height 128 -CellCount 10 -WarningAction Ignore |
    Export-CellDataset LabelFolder '$folder/data' -WarningAction Ignore | Out-Null
    Start-SegmentationStudy $plan -Path '$folder/local' -Parallel 2 | Out-String -Width 200"

clock=$SECONDS
shell "Start-SegmentationStudy $plan -Path '$folder/study' -Scheduler Slurm -Partition main -TimeLimit 0:30 -MaximumTasks 2 | Out-Null"
job=$(sed -n 's/.*"jobId": "\([0-9]*\)".*/\1/p' "$folder/study/slurm/job-1.json")
echo "job $job: $(wc -l < "$folder/study/slurm/trainings-1.txt") tasks"

# The process itself, as an out-of-memory killer does, when it has been at work for a while.
until [ "$(count_done)" -ge 3 ] && [ -n "$(find_checkpoint)" ]; do
    [ -n "$(squeue --noheader --jobs="$job" 2>/dev/null)" ] || die "the tasks were done before one could be killed"
    sleep 0.05
done
killed=$(dirname "$(find_checkpoint)")
kill -9 "$(sed 's/.*"ProcessId":\([0-9]*\).*/\1/' "$killed/training.lock")"
echo "killed: $(basename "$killed")"

scontrol update nodename="$host" state=drain reason=test
until [ -z "$(squeue --noheader --states=R,CG --jobs="$job")" ]; do sleep 0.2; done
before=$(count_done)
sleep 5
[ "$(count_done)" = "$before" ] && [ "$before" -lt 19 ] || die "the drained node did not rest: $before results, then $(count_done)"
echo "drained: $before results, $(squeue --noheader --array --jobs="$job" | wc -l) tasks wait"
scontrol update nodename="$host" state=resume
until [ -z "$(squeue --noheader --jobs="$job" 2>/dev/null)" ]; do sleep 0.5; done
[ "$(count_done)" = 19 ] || die "$(count_done) results instead of 19"
[ ! -f "$killed/result.json" ] || die "the task that was killed has a result"

shell "Start-SegmentationStudy -Path '$folder/study' -Resume -Scheduler Slurm | Wait-SegmentationStudy -Timeout 0:05 | Out-String -Width 200"
[ "$(cat "$folder/study/slurm/trainings-2.txt")" = "$(basename "$killed")" ] || die "more than the killed training was submitted again"
grep -q 'Begun or resumed' "$killed/log.txt" || die "there is no log"
echo "20 tasks over 2 slots, one killed, the node drained and resumed: $((SECONDS - clock)) s"
for model in "$folder"/local/trainings/*/weights.safetensors; do
    cmp "$model" "$folder/study${model#"$folder/local"}" || die "the weights differ"
done
cmp "$folder/local/study.csv" "$folder/study/study.csv" || die "study.csv: DIFFERENT"
echo "study.csv and the weights of all 20 models: identical to the local run"

shell "Start-SegmentationStudy ${plan/-StepCount 24/-StepCount 100000} -Path '$folder/stopped' -Scheduler Slurm -MaximumTasks 2 | Out-Null"
until find "$folder/stopped/trainings" -name checkpoint.safetensors 2>/dev/null | grep -q .; do sleep 0.05; done
shell "Stop-SegmentationStudy '$folder/stopped' | Out-String -Width 200"
until [ -z "$(squeue --noheader --states=CG)" ]; do sleep 0.2; done
[ -z "$(squeue --noheader)" ] || die "tasks of the study that was stopped are left"
find "$folder/stopped/trainings" -name training.lock | grep -q . && die "a training of the study that was stopped is locked"
find "$folder/stopped/trainings" -name checkpoint.safetensors -newer "$folder/stopped/stop-requested" | grep -q . ||
    die "the study that was stopped has no checkpoint of that moment"
echo "stopped at a checkpoint, and no task is left"
