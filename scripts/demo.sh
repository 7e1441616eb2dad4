#!/usr/bin/env bash
# `make demo`: builds Jalon and opens a throw-away school on http://127.0.0.1:$PORT (8080).
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

export PORT=${PORT:-8080}
if ! [[ $PORT =~ ^[1-9][0-9]{0,4}$ ]] || ((PORT > 65535)); then
  die "PORT vaut « $PORT » : donnez un nombre entre 1 et 65535, par exemple make demo PORT=8090."
fi
# Said now rather than after the build.
if port_taken "$PORT"; then
  die "Le port $PORT est déjà pris par un autre programme. Choisissez-en un autre, par exemple : make demo PORT=8090."
fi

need_rust
need_node
scripts/assets.sh
binary=$(target_dir)/demo/jalon
if [[ -x $binary ]]; then
  say "Mise à jour de Jalon si le code a changé…"
else
  say "Première compilation de Jalon : comptez 5 à 10 minutes sur deux cœurs ; les suivantes prendront moins d’une minute."
fi
cargo build --locked --profile demo -p jalon ||
  die "La compilation a échoué (le détail est au-dessus)."
say "Ouverture de l’établissement d’essai (Ctrl + C pour l’arrêter, rien n’est gardé)…"
exec "$binary" demo
