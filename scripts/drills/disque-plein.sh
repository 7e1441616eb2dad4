#!/usr/bin/env bash
# disque-plein.sh: a disk of 40 MB (tmpfs, as root) that fills up during an upload and autosaves.
# That a *database* without room loses nothing is also a test: `without_room_what_is_acknowledged_…` in foundation/db.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
# shellcheck source=scripts/drills/lib.sh
source scripts/drills/lib.sh

[[ $EUID -eq 0 ]] || die "Monter un petit disque demande d’être root."
disk=$(mktemp -d)
mount -t tmpfs -o size=40m tmpfs "$disk" || die "Ce système ne laisse pas monter de tmpfs : l’exercice n’a pas été fait."
trap 'umount "$disk" && rmdir "$disk"' EXIT
DRILL_TMP=$disk node scripts/drills/disque-plein.mjs
