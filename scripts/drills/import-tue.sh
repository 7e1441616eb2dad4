#!/usr/bin/env bash
# import-tue.sh: `kill -9` in the middle of `jalon import`, ten times; each time all of the file is there or nothing
# of it, and the next run finishes.
# On SQLite; on PostgreSQL: scripts/postgres.sh scripts/drills/import-tue.sh. JALON_BIN chooses the program.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
# shellcheck source=scripts/drills/lib.sh
source scripts/drills/lib.sh

if [[ -n ${JALON_TEST_POSTGRES:-} ]]; then
  JALON_DATABASE=$(scripts/drills/database.sh)
  export JALON_DATABASE
fi
exec node scripts/drills/import-tue.mjs
