#!/usr/bin/env bash
# Builds frontend/dist, which is embedded in the binary when it is compiled: always before cargo.
# Does nothing when no source is newer; leaves the files as they were when the build makes the same ones,
# because a newer dist would make cargo compile again what embeds it.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly DIST=frontend/dist STAMP=frontend/node_modules/.jalon-assets

# Templates and code count: they say which icons are in use.
up_to_date() {
  [[ -d $DIST && -f $STAMP ]] || return 1
  [[ -z $(find frontend -mindepth 1 \( -path frontend/node_modules -o -path "$DIST" \) -prune \
    -o -newer "$STAMP" -print -quit) ]] || return 1
  [[ -z $(find foundation slices server \( -name '*.html' -o -name '*.rs' \) -newer "$STAMP" -print -quit) ]]
}

need_node
npm_ci frontend
if up_to_date; then
  say "Styles et scripts : à jour."
  exit
fi

say "Préparation des styles et des scripts…"
before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT
[[ ! -d $DIST ]] || cp -a "$DIST" "$before/dist"
(cd frontend && npm run --silent build) || die "La préparation des styles et des scripts a échoué (le détail est au-dessus)."
if diff -rq "$before/dist" "$DIST" >/dev/null 2>&1; then
  rm -rf "$DIST"
  cp -a "$before/dist" "$DIST"
fi
touch "$STAMP"
