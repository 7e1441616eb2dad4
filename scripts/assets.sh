#!/usr/bin/env bash
# Builds frontend/dist, which is embedded in the binary when it is compiled: always before cargo.
# Does nothing when no source is newer, because a new dist makes cargo rebuild what embeds it.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly STAMP=frontend/node_modules/.jalon-assets

up_to_date() {
  [[ -d frontend/dist && -f $STAMP ]] || return 1
  [[ -z $(find frontend -mindepth 1 \( -path frontend/node_modules -o -path frontend/dist \) -prune \
    -o -newer "$STAMP" -print -quit) ]]
}

need_node
npm_ci frontend
if up_to_date; then
  say "Styles et scripts : à jour."
  exit
fi
say "Préparation des styles et des scripts…"
(cd frontend && npm run --silent build) || die "La préparation des styles et des scripts a échoué (le détail est au-dessus)."
touch "$STAMP"
