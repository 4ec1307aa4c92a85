#!/usr/bin/env bash
# Segments a folder of images on many machines of a Slurm cluster that see the same disks: an array of tasks, each of which does
# its part, and a job after them that does what they left undone, joins their records and writes the table of all images.
#
#   examples/tasks/segment-plate.sh --path /data/plate7 --destination /data/plate7-cells --tasks 20 [--model nuclei] [--wait]
#       [--option -Recurse]... [-- options of sbatch, such as --partition=short --time=1:00:00 --mem=8G]
#
# Prints the numbers of both jobs. With --wait it waits for the last one and ends with its exit code, which is that of
# segment-folder.ps1: 0 all done, 1 could not run, 2 some images failed, 3 somebody else is at work in the folder. Where a task is
# killed, calling this again does what is missing. The folder must not change while tasks run.
#
# PWSH names the PowerShell of the nodes, pwsh when unset; it may be a command of several words.
set -euo pipefail

die() { echo "segment-plate: $*" >&2; exit 1; }
usage() { sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; }

path="" destination="" tasks="" model=nuclei wait=no options=()
while [ $# -gt 0 ]; do
    case $1 in
        --path | --destination | --tasks | --model | --option)
            [ $# -ge 2 ] || die "$1 needs a value"
            case $1 in
                --path) path=$2 ;;
                --destination) destination=$2 ;;
                --tasks) tasks=$2 ;;
                --model) model=$2 ;;
                --option) options+=("$2") ;;
            esac
            shift 2 ;;
        --wait) wait=yes; shift ;;
        --help) usage; exit 0 ;;
        --) shift; break ;;
        *) die "there is no option $1; --help lists them" ;;
    esac
done
[ -n "$path" ] && [ -n "$destination" ] && [ -n "$tasks" ] || { usage >&2; exit 1; }
[[ $tasks =~ ^[1-9][0-9]*$ ]] || die "--tasks is a number from 1"
[ -d "$path" ] || die "there is no folder $path"
command -v sbatch >/dev/null || die "there is no sbatch here; call this on a machine that submits to Slurm"

script="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/segment-folder.ps1"
path="$(cd "$path" && pwd)"
[ -d "$model" ] && model="$(cd "$model" && pwd)"
mkdir -p "$destination/logs"
destination="$(cd "$destination" && pwd)"

# PWSH is words of the user's own; everything else is quoted for the shell in which Slurm runs it.
command="${PWSH:-pwsh} -NoProfile -NonInteractive -File $(printf '%q ' "$script" -Path "$path" -DestinationPath "$destination" -Model "$model" "${options[@]}")"
# Percent signs of Slurm in the names of its logs; those of the folder are doubled.
logs="${destination//%/%%}/logs/slurm-"

array=$(sbatch --parsable --job-name=segment-plate --array="1-$tasks" --output="$logs%A-%a.log" "$@" \
    --wrap="$command -Part \$SLURM_ARRAY_TASK_ID -PartCount $tasks")
array=${array%%;*}
echo "tasks: job $array"
# Whatever became of them: it does what is missing.
last=(sbatch --parsable --job-name=segment-plate-end --dependency="afterany:$array" --output="$logs%j.log" "$@" --wrap="$command")
if [ "$wait" = no ]; then
    end=$("${last[@]}")
    echo "end: job ${end%%;*}"
else
    code=0
    "${last[@]}" --wait | sed 's/;.*//; s/^/end: job /' || code=$?
    exit "$code"
fi
