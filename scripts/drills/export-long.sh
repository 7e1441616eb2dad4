#!/usr/bin/env bash
# export-long.sh: the dossier of a learner with 200 reports and as many pictures is made while others open their
# pages; how much slower they are. On SQLite; on PostgreSQL: scripts/postgres.sh scripts/drills/export-long.sh
# JALON_BIN chooses the program (a release build for figures worth keeping); REPORTS=50 for a shorter one.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
# shellcheck source=scripts/drills/lib.sh
source scripts/drills/lib.sh

if [[ -n ${JALON_TEST_POSTGRES:-} ]]; then
  JALON_DATABASE=$(scripts/drills/database.sh)
  export JALON_DATABASE
fi
exec node scripts/drills/export-long.mjs
