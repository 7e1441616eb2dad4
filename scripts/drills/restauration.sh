#!/usr/bin/env bash
# restauration.sh: a backup made while people write, restored elsewhere. On SQLite; on PostgreSQL:
# scripts/postgres.sh scripts/drills/restauration.sh
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
# shellcheck source=scripts/drills/lib.sh
source scripts/drills/lib.sh

if [[ -n ${JALON_TEST_POSTGRES:-} ]]; then
  DRILL_DATABASE_1=$(scripts/drills/database.sh 1)
  DRILL_DATABASE_2=$(scripts/drills/database.sh 2)
  export DRILL_DATABASE_1 DRILL_DATABASE_2
fi
exec node scripts/drills/restauration.mjs
