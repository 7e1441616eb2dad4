#!/usr/bin/env bash
# bench.sh [ARGS…]: builds Jalon for release, then measures it on instances of 1 000 and 100 000 learners, on
# SQLite and on a PostgreSQL of its own, and compares with the limits (docs/exploitation/performance.md).
# The data sets stay in target/bench (some 10 GB); ARGS go to the measures, `--help` lists them.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_rust
need_node
scripts/assets.sh
npm_ci e2e
have chromium || have chromium-browser || have google-chrome ||
  apt_install "Chromium (le navigateur des mesures)" chromium
say "Compilation optimisée (plus de dix minutes la première fois)…"
cargo build --release --locked -p jalon -p benches
release=$(target_dir)/release
data=${BENCH_DATA:-$PWD/target/bench}
mkdir -p "$data"
exec scripts/postgres.sh --keep "$data/postgres" "$release/benches" --jalon "$release/jalon" \
  --dist frontend/dist --data "$data" --browser benches/chargement.mjs --output "$data/mesures.md" "$@"
