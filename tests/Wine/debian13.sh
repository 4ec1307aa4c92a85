#!/usr/bin/env bash
# Wine 10 for a machine whose own system has none, or an older one: a Debian 13 in a folder, and a program "wine" that starts the one
# in there. It needs root, debootstrap, 2 GB and a few minutes, and changes nothing outside the folder.
#
#     sudo tests/Wine/debian13.sh /opt/wine10
#     sudo env PATH="/opt/wine10/bin:$PATH" ./build.sh wine
set -euo pipefail
folder="$(realpath -m "${1:?Usage: debian13.sh FOLDER}")"
root="$folder/root"
command -v debootstrap >/dev/null || { echo "debian13.sh: debootstrap is missing; on Debian and Ubuntu: apt-get install debootstrap" >&2; exit 1; }

mkdir -p "$folder/bin"
debootstrap --variant=minbase trixie "$root" http://deb.debian.org/debian
cp /etc/resolv.conf "$root/etc/resolv.conf"
chroot "$root" apt-get update
DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y --no-install-recommends wine wine64

cat >"$folder/bin/wine" <<'END'
#!/usr/bin/env bash
# Starts Wine in the Debian beside this file, which sees the folder that it is started in, and no other. What is mounted for it is
# mounted for it alone, so that nothing is left of it afterwards: the folder can be deleted like any other.
set -euo pipefail
if [ "${1:-}" != --inside ]; then
    exec unshare --mount "$0" --inside "$@"
fi
shift
root="$(dirname "$(dirname "$(realpath "$0")")")/root"
for place in /proc /dev "$PWD"; do
    mkdir -p "$root$place"
    mount --bind "$place" "$root$place"
done
enter() { chroot "$root" env HOME=/root WINEPREFIX=/root/.wine "$@"; }
code=0
enter wine "$@" || code=$?
# Wine's server stays for a while, and would see the files of this run only.
enter wineserver --wait || true
exit "$code"
END
chmod +x "$folder/bin/wine"
"$folder/bin/wine" --version
