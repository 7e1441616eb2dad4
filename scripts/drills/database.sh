#!/usr/bin/env bash
# database.sh [SUFFIX]: creates an empty database on the server of JALON_TEST_POSTGRES and prints its address.
# The server of scripts/postgres.sh is thrown away with it.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

[[ -n ${JALON_TEST_POSTGRES:-} ]] || die "Lancez ceci par scripts/postgres.sh."
psql=$(command -v psql || printf '%s\n' /usr/lib/postgresql/*/bin/psql | sort -rV | head -n 1)
[[ -x $psql ]] || die "Il manque psql, le client de PostgreSQL."
name=jalon_exercice_$$_${1:-1}
"$psql" --quiet --no-psqlrc --dbname="$JALON_TEST_POSTGRES" --command="CREATE DATABASE $name" >&2
printf '%s\n' "${JALON_TEST_POSTGRES%/*}/$name"
