#!/usr/bin/env bash
# `make dev`: styles and scripts rebuilt on change; the demo restarted on change if cargo-watch exists.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

export PORT=${PORT:-8080}
need_rust
need_node
scripts/assets.sh

(cd frontend && exec npm run --silent watch) &
watcher=$!
trap 'kill "$watcher" 2>/dev/null || true' EXIT

if cargo watch --version >/dev/null 2>&1; then
  cargo watch --clear -w Cargo.toml -w foundation -w slices -w server -w data -w frontend/dist \
    -x 'run -p jalon -- demo'
else
  say "cargo-watch n’est pas installé : relancez « make dev » après un changement du code Rust (cargo install cargo-watch)."
  cargo run -p jalon -- demo
fi
