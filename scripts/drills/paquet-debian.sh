#!/usr/bin/env bash
# paquet-debian.sh [PACKAGE.deb]: installs the package in a clean Debian 12 made by debootstrap, starts Jalon there
# as its own user, asks /sante, makes a backup, removes the package and looks whether the data are still there.
# As root. Without a package, builds one (PROFILE as for scripts/deb.sh).
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

[[ $EUID -eq 0 ]] || die "debootstrap et chroot demandent d’être root."
have debootstrap || apt_install "debootstrap" debootstrap
package=${1:-}
if [[ -z $package ]]; then
  scripts/deb.sh
  package=$(find "$(target_dir)/debian" -name 'jalon_*.deb' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-)
fi
[[ -f $package ]] || die "Le paquet « $package » n’existe pas."

# Where this machine takes its Debian packages, so that the new one takes them there too.
mirror=${DEBIAN_MIRROR:-$(sed -n 's/^\(deb\|URIs:\) *\(\[[^]]*\] *\)\?\(https\?:[^ ]*\).*/\3/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v security | head -n 1 || true)}
root=$(mktemp -d)
# Its root must be open to the user of the service.
chmod 755 "$root"
jalon=
# shellcheck disable=SC2329 # called by the trap
clean_up() {
  [[ -z $jalon ]] || kill "$jalon" 2>/dev/null || true
  ! mountpoint -q "$root/proc" || umount "$root/proc"
  [[ ${KEEP:-} == 1 ]] || rm -rf --one-file-system "$root"
}
trap clean_up EXIT
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }

say "Debian 12 neuve dans $root (deux minutes)…"
debootstrap --variant=minbase bookworm "$root" "${mirror:-http://deb.debian.org/debian}" >"$root.log" 2>&1 ||
  die "debootstrap a échoué : $(tail -n 5 "$root.log")"
rm -f "$root.log"
# Access to the packages as this machine has it: certificates, proxy.
cp -a /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
mkdir -p "$root/etc/ssl"
cp -aL /etc/ssl/certs "$root/etc/ssl/" 2>/dev/null || true
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mount -t proc proc "$root/proc"

say "Installation du paquet…"
cp "$package" "$root/tmp/jalon.deb"
inside apt-get update -q >"$root/tmp/apt.log" 2>&1 || die "apt-get update : $(tail -n 5 "$root/tmp/apt.log")"
inside apt-get install -y -q --no-install-recommends /tmp/jalon.deb >>"$root/tmp/apt.log" 2>&1 ||
  die "Le paquet ne s’installe pas : $(tail -n 15 "$root/tmp/apt.log")"
inside jalon --version
[[ $(inside stat -c '%U %a' /var/lib/jalon) == "jalon 700" ]] || die "/var/lib/jalon n’appartient pas à jalon seul."
[[ $(inside stat -c '%U:%G %a' /etc/jalon/jalon.toml) == "root:jalon 640" ]] || die "/etc/jalon/jalon.toml est mal gardé."

say "Démarrage, comme le ferait l’unité…"
port=$(free_port)
as_jalon() { inside setpriv --reuid=jalon --regid=jalon --clear-groups env JALON_LISTEN="127.0.0.1:$port" "$@"; }
as_jalon jalon doctor
as_jalon sh -c 'cd /var/lib/jalon && exec jalon --config /etc/jalon/jalon.toml serve' >"$root/tmp/serve.log" 2>&1 &
jalon=$!
for _ in {1..100}; do
  port_taken "$port" && break
  kill -0 "$jalon" 2>/dev/null || die "Jalon ne démarre pas : $(tail -n 5 "$root/tmp/serve.log")"
  sleep 0.2
done
answer=$(node -e 'fetch(process.argv[1]).then(async r=>console.log(r.status, (await r.text()).trim()))' "http://127.0.0.1:$port/sante")
[[ $answer == "200 ok" ]] || die "/sante a répondu « $answer »."
say "/sante répond « $answer »."

as_jalon sh -c 'cd /var/backups/jalon && jalon backup'
as_jalon jalon doctor
kill "$jalon"
wait "$jalon" || true
jalon=

say "Retrait du paquet…"
echo '# à moi' >>"$root/etc/jalon/jalon.toml"
inside apt-get install -y -q --reinstall /tmp/jalon.deb >>"$root/tmp/apt.log" 2>&1 || die "Le paquet ne se réinstalle pas : $(tail -n 15 "$root/tmp/apt.log")"
grep -q '# à moi' "$root/etc/jalon/jalon.toml" || die "La réinstallation a écrasé jalon.toml."
inside apt-get purge -y -q jalon >>"$root/tmp/apt.log" 2>&1 || die "Le paquet ne se retire pas : $(tail -n 15 "$root/tmp/apt.log")"
[[ -f $root/var/lib/jalon/jalon.sqlite ]] || die "Le retrait du paquet a effacé les données."
[[ ! -e $root/usr/bin/jalon ]] || die "Le retrait du paquet a laissé le programme."
say "Les données et les sauvegardes sont restées."
say "Exercice réussi."
