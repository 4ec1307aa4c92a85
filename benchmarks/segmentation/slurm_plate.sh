#!/usr/bin/env bash
# Starts a Slurm of its own, one node with two processors, segments a folder by examples/segment-plate.sh in four tasks, kills one
# of them in the middle, and compares what is there in the end with a folder that was segmented by one process. Then once more with
# a damaged image, for the exit code.
#
#   benchmarks/segmentation/slurm_plate.sh [IMAGES]
#
# Needs the staged module (./build.sh build), root, and Slurm: apt-get install -y --no-install-recommends slurm-wlm munge
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

for program in slurmctld slurmd munged sbatch; do
    command -v "$program" >/dev/null || { echo "skipped: there is no $program here"; exit 0; }
done
[ "$(id -u)" = 0 ] || { echo "skipped: only root can start Slurm's daemons"; exit 0; }

images=${1:-20}
folder=$(mktemp -d)
daemons=()
finish() {
    # The last started first: jobs go with slurmd.
    scancel --user=root >/dev/null 2>&1 || true
    for ((i = ${#daemons[@]} - 1; i >= 0; i--)); do kill "${daemons[i]}" 2>/dev/null || true; done
    [ "${KEEP:-no}" = yes ] || rm -rf "$folder"
}
trap finish EXIT

host=$(hostname -s)
mkdir -p "$folder"/{munge,state,spool}
chmod 700 "$folder/munge"
head -c 1024 /dev/urandom > "$folder/munge/key"
chmod 400 "$folder/munge/key"
cat > "$folder/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=26817
SlurmdPort=26818
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
MinJobAge=600
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF="$folder/slurm.conf"

start() { "$@" > "$folder/$(basename "$1").out" 2>&1 & daemons+=($!); }
start munged --foreground --force --socket="$folder/munge/socket" --key-file="$folder/munge/key" --pid-file="$folder/munge/pid" \
    --seed-file="$folder/munge/seed" --log-file="$folder/munge/log"
start slurmctld -D -f "$SLURM_CONF"
start slurmd -D -f "$SLURM_CONF"
for ((i = 0; ; i++)); do
    [ "$(sinfo --noheader --format=%t 2>/dev/null)" = idle ] && break
    [ $i -lt 60 ] || { echo "FAILED: Slurm did not start"; tail -n 20 "$folder"/*.out "$folder"/*.log; exit 1; }
    sleep 0.5
done
sinfo --version

export PWSH
PWSH=$(./build.sh shell -- -NoProfile -Command '
    $program = [System.Environment]::ProcessPath
    "$program$([System.IO.Path]::GetFileNameWithoutExtension($program) -eq "dotnet" ? " $PSHOME/pwsh.dll" : $null)"' | tail -n 1)
./build.sh shell -- -NoProfile -Command "
    New-SimulatedCellDataset $images -Width 384 -Height 384 -CellCount 50 -WarningAction Ignore |
        Export-CellDataset LabelFolder '$folder/data' -WarningAction Ignore | Out-Null"
$PWSH -NoProfile -NonInteractive -File examples/segment-folder.ps1 -Path "$folder/data/images" -DestinationPath "$folder/whole" | tail -n 1

say_same() {
    if diff -r --exclude=logs --exclude='*.jsonl' "$folder/whole" "$1"; then echo "$2: identical"; else echo "$2: DIFFERENT"; exit 1; fi
}

clock=$SECONDS
examples/segment-plate.sh --path "$folder/data/images" --destination "$folder/parts" --tasks 4 --wait > "$folder/submit.out" &
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
examples/segment-plate.sh --path "$folder/data/images" --destination "$folder/parts" --tasks 4 --wait > "$folder/submit.out" || code=$?
end=$(sed -n 's/^end: job //p' "$folder/submit.out")
echo "with a damaged image: exit code $code, $(grep -E '^[0-9]+ segmented' "$folder/parts/logs/slurm-$end.log")"
[ "$code" = 2 ] || exit 1
