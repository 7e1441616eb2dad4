#!/usr/bin/env bash
# kill.sh: 200 reports saved at once, `kill -9`, five times; nothing acknowledged may be missing.
# On SQLite; on PostgreSQL: scripts/postgres.sh scripts/drills/kill.sh (there the program is killed, not the server).
# JALON_BIN chooses the program; KEEP=1 keeps the data.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
# shellcheck source=scripts/drills/lib.sh
source scripts/drills/lib.sh

if [[ -n ${JALON_TEST_POSTGRES:-} ]]; then
  JALON_DATABASE=$(scripts/drills/database.sh)
  export JALON_DATABASE
fi
exec node scripts/drills/kill.mjs
