#!/usr/bin/env bash
# deux-noeuds.sh: two nodes on one PostgreSQL and one S3, one of them killed. It starts a PostgreSQL of its own,
# and the S3 server s3s-fs (the latest that Rust 1.95 builds, kept in .outils) unless JALON_S3_ENDPOINT, JALON_S3_BUCKET,
# JALON_S3_ACCESS_KEY and JALON_S3_SECRET_KEY name another one. About four minutes.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
[[ -n ${JALON_TEST_POSTGRES:-} ]] || exec scripts/postgres.sh "$ROOT/scripts/drills/deux-noeuds.sh"
# shellcheck source=scripts/drills/lib.sh
source scripts/drills/lib.sh

PSQL=$(command -v psql || printf '%s\n' /usr/lib/postgresql/*/bin/psql | sort -rV | head -n 1)
JALON_DATABASE=$(scripts/drills/database.sh)
export PSQL JALON_DATABASE

if [[ -z ${JALON_S3_ENDPOINT:-} ]]; then
  PATH=$ROOT/.outils/bin:$PATH
  have s3s-fs || {
    say "Installation de s3s-fs, un serveur S3 (cinq minutes)…"
    cargo install --quiet --locked --root "$ROOT/.outils" s3s-fs@0.14.1 --features binary ||
      die "s3s-fs ne s’installe pas : donnez un autre S3 par JALON_S3_ENDPOINT."
  }
  store=$(mktemp -d)
  port=$(free_port)
  mkdir "$store/jalon"
  s3s-fs --host 127.0.0.1 --port "$port" --access-key exercice --secret-key exercice-secret "$store" >"$store.log" 2>&1 &
  server=$!
  trap 'kill "$server" 2>/dev/null || true; rm -rf "$store" "$store.log"' EXIT
  for _ in {1..100}; do
    port_taken "$port" && break
    sleep 0.1
  done
  port_taken "$port" || die "s3s-fs ne démarre pas : $(cat "$store.log")"
  export JALON_S3_ENDPOINT="http://127.0.0.1:$port" JALON_S3_BUCKET=jalon JALON_S3_PREFIX=fichiers
  export JALON_S3_ACCESS_KEY=exercice JALON_S3_SECRET_KEY=exercice-secret
fi
node scripts/drills/deux-noeuds.mjs
