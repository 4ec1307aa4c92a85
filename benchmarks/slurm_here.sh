# For scripts that test on Slurm: starts one of their own, one node with two processors, and ends it with them. To be sourced by bash,
# from the root of the repository; ends the script, as skipped, where Slurm is not installed.
#
# Needs root and Slurm: apt-get install -y --no-install-recommends slurm-wlm munge
# Sets folder, which is removed at the end unless KEEP=yes, host, and PWSH, the PowerShell that has the staged module.

for program in slurmctld slurmd munged sbatch; do
    command -v "$program" >/dev/null || { echo "skipped: there is no $program here"; exit 0; }
done
[ "$(id -u)" = 0 ] || { echo "skipped: only root can start Slurm's daemons"; exit 0; }

folder=$(mktemp -d)
daemons=()
finish() {
    # The last started first: jobs go with slurmd.
    scancel --user=root >/dev/null 2>&1 || true
    for ((i = ${#daemons[@]} - 1; i >= 0; i--)); do kill "${daemons[i]}" 2>/dev/null || true; done
    # Each removes files of its own when it ends.
    wait "${daemons[@]}" 2>/dev/null || true
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
