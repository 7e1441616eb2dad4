#!/usr/bin/env bash
# paquet-debian.sh [PACKAGE.deb]: the package in a clean Debian 12 (debootstrap) whose own systemd is started in a
# container (systemd-nspawn): installed, the service and its nightly backup run as the units say, the program killed
# and started again, upgraded, removed, purged; settings and data stay. As root, about three minutes.
# Without a package, builds one (PROFILE as for scripts/deb.sh).
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

[[ $EUID -eq 0 ]] || die "debootstrap et systemd-nspawn demandent d’être root."
have debootstrap || apt_install "debootstrap" debootstrap
have systemd-nspawn || apt_install "systemd-nspawn" systemd-container
have dpkg-deb || apt_install "dpkg-dev (les outils des paquets Debian)" dpkg-dev
package=${1:-}
if [[ -z $package ]]; then
  scripts/deb.sh
  package=$(find "$(target_dir)/debian" -name 'jalon_*.deb' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-)
fi
[[ -f $package ]] || die "Le paquet « $package » n’existe pas."

# Where this machine takes its Debian packages, so that the new one comes from there too.
mirror=${DEBIAN_MIRROR:-$(sed -n 's/^\(deb\|URIs:\) *\(\[[^]]*\] *\)\?\(https\?:[^ ]*\).*/\3/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v security | head -n 1 || true)}
work=$(mktemp -d)
root=$work/debian
container=
# shellcheck disable=SC2329 # called by the trap
clean_up() {
  if [[ -n $container ]]; then
    kill "$container" 2>/dev/null || true
    wait "$container" 2>/dev/null || true
  fi
  if [[ ${KEEP:-} == 1 ]]; then say "Gardé : $work"; else rm -rf --one-file-system "$work"; fi
}
trap clean_up EXIT

say "Debian 12 neuve (deux minutes)…"
debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,adduser bookworm "$root" "${mirror:-http://deb.debian.org/debian}" >"$work/log" 2>&1 ||
  die "debootstrap a échoué : $(tail -n 5 "$work/log")"
# A container without network: what the package depends on is there already.
systemd-nspawn --quiet --register=no --keep-unit --directory="$root" --boot --private-network --link-journal=no \
  --console=pipe >"$work/console" 2>&1 &
container=$!
inside() {
  nsenter --target "$systemd" --mount --uts --ipc --net --pid --cgroup --root --wd \
    /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}
systemd=
for _ in {1..100}; do
  kill -0 "$container" 2>/dev/null || break
  systemd=$(pgrep --parent "$container" || true)
  [[ -n $systemd && $(inside systemctl is-system-running 2>/dev/null || true) == running ]] && break
  sleep 0.3
done
[[ -n $systemd && $(inside systemctl is-system-running 2>/dev/null || true) == running ]] ||
  die "systemd ne démarre pas dans un conteneur sur cette machine : $(tail -n 5 "$work/console")"
say "systemd $(inside systemctl --version | sed -n '1s/systemd \([0-9]*\).*/\1/p') tourne dans le conteneur."

# wait_for COMMAND…: until it succeeds, for half a minute.
wait_for() {
  for _ in {1..100}; do
    "$@" && return
    sleep 0.3
  done
  inside journalctl --no-pager -n 20 -u jalon >&2
  return 1
}
health() { inside bash -c 'exec 3<>/dev/tcp/127.0.0.1/8080 && printf "GET /sante HTTP/1.0\r\n\r\n" >&3 && cat <&3' 2>/dev/null; }
healthy() { [[ $(health | tr -d '\r') == *" 200 "*$'\n'ok ]]; }
install() {
  cp "$1" "$root/opt/jalon.deb"
  inside apt-get install -y -q --no-install-recommends /opt/jalon.deb >>"$work/log" 2>&1 ||
    die "Le paquet ne s’installe pas : $(tail -n 15 "$work/log")"
}

say "Installation…"
install "$package"
wait_for healthy || die "Le service ne répond pas : « $(health | head -n 1) »."
[[ $(inside systemctl is-enabled jalon jalon-sauvegarde.timer | sort -u) == enabled ]] || die "Le service ou la sauvegarde n’est pas activé au démarrage."
pid=$(inside systemctl show --property=MainPID --value jalon)
[[ $(inside stat -c '%U' "/proc/$pid") == jalon ]] || die "Jalon ne tourne pas sous son propre utilisateur."
[[ $(inside stat -c '%U %a' /var/lib/jalon) == "jalon 700" ]] || die "/var/lib/jalon n’appartient pas à jalon seul."
[[ $(inside stat -c '%U:%G %a' /etc/jalon/jalon.toml) == "root:jalon 640" ]] || die "/etc/jalon/jalon.toml est mal gardé."
inside journalctl --no-pager -u jalon | grep -q "Code d’installation" || die "Le code d’installation n’est pas dans le journal du service."
say "$(inside jalon --version) répond à /sante, sous l’utilisateur jalon."

say "L’unité…"
inside systemd-analyze verify /lib/systemd/system/jalon.service /lib/systemd/system/jalon-sauvegarde.service /lib/systemd/system/jalon-sauvegarde.timer ||
  die "systemd trouve à redire aux unités."
exposure=$(inside systemd-analyze security --no-pager jalon | sed -n 's/.*Overall exposure level for jalon.service: \([0-9.]*\).*/\1/p')
[[ -n $exposure && ${exposure%.*} -lt 3 ]] || die "L’unité est trop ouverte : exposition ${exposure:-inconnue} sur 10."
say "Exposition de l’unité selon systemd : $exposure sur 10."

say "Le programme tué…"
inside systemctl kill --signal=KILL jalon
again() { healthy && [[ $(inside systemctl show --property=MainPID --value jalon) != "$pid" ]]; }
wait_for again || die "systemd n’a pas relancé Jalon."

say "La sauvegarde de la nuit, lancée maintenant…"
inside systemctl start jalon-sauvegarde || { inside journalctl --no-pager -n 20 -u jalon-sauvegarde >&2; die "La sauvegarde a échoué."; }
inside bash -c 'ls /var/backups/jalon/jalon-*.tar.gz' >/dev/null || die "La sauvegarde n’a rien écrit."
(cd / && inside runuser -u jalon -- sh -c 'cd /var/lib/jalon && jalon doctor') || die "jalon doctor trouve à redire."

say "Mise à jour…"
echo '# à moi' >>"$root/etc/jalon/jalon.toml"
before=$(inside systemctl show --property=MainPID --value jalon)
dpkg-deb --raw-extract "$package" "$work/plus"
sed -i 's/^Version: .*/&+exercice/' "$work/plus/DEBIAN/control"
dpkg-deb --build --root-owner-group "$work/plus" "$work/plus.deb" >/dev/null
install "$work/plus.deb"
wait_for healthy || die "Après la mise à jour, le service ne répond pas."
[[ $(inside systemctl show --property=MainPID --value jalon) != "$before" ]] || die "La mise à jour n’a pas redémarré le service."
# shellcheck disable=SC2016 # for dpkg-query
[[ $(inside dpkg-query -W -f '${Version}' jalon) == *+exercice ]] || die "La mise à jour n’a pas eu lieu."
grep -q '# à moi' "$root/etc/jalon/jalon.toml" || die "La mise à jour a écrasé jalon.toml."

say "Retrait, puis purge…"
inside apt-get remove -y -q jalon >>"$work/log" 2>&1 || die "Le paquet ne se retire pas : $(tail -n 15 "$work/log")"
! healthy || die "Le service tourne encore après le retrait."
[[ ! -e $root/usr/bin/jalon ]] || die "Le retrait a laissé le programme."
grep -q '# à moi' "$root/etc/jalon/jalon.toml" || die "Le retrait a effacé les réglages."
inside apt-get purge -y -q jalon >>"$work/log" 2>&1 || die "Le paquet ne se purge pas : $(tail -n 15 "$work/log")"
[[ ! -e $root/etc/jalon/jalon.toml ]] || die "La purge a laissé les réglages."
[[ -f $root/var/lib/jalon/jalon.sqlite ]] || die "La purge a effacé les données."
inside bash -c 'ls /var/backups/jalon/jalon-*.tar.gz' >/dev/null || die "La purge a effacé les sauvegardes."
grep -q 'Les données de Jalon sont gardées' "$work/log" || die "La purge ne dit pas que les données sont gardées."
[[ -z $(inside systemctl list-units --all --plain --no-legend 'jalon*' | grep -v not-found || true) ]] || die "Il reste une unité de Jalon."

say "Remise en place sur les données gardées…"
install "$package"
wait_for healthy || die "Remis en place, le service ne répond pas."
inside systemctl poweroff || true
wait "$container" 2>/dev/null || true
container=
say "Exercice réussi."
