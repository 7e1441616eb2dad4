#!/usr/bin/env bash
# postgres.sh COMMAND…: runs the command beside a private, throw-away PostgreSQL whose address is in
# JALON_TEST_POSTGRES (a superuser on the database `postgres`), then stops it. The exit code is the
# command's. An address already in JALON_TEST_POSTGRES is used as it is.
#
# postgres.sh --keep FOLDER COMMAND…: the data stay in FOLDER from one run to the next and every commit
# waits for the disk, as where people work; the address is in BENCH_POSTGRES.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

keep=
if [[ ${1:-} == --keep ]]; then
  keep=${2:-}
  shift 2 || true
fi
[[ $# -gt 0 ]] || die "Usage : scripts/postgres.sh [--keep DOSSIER] COMMANDE…"
[[ -n $keep || -z ${JALON_TEST_POSTGRES:-} ]] || exec "$@"
need_node

# Where the server's programs are: Debian keeps them out of PATH.
find_bin() {
  local folder
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) \
    "$(pg_config --bindir 2>/dev/null || true)" "$(dirname "$(command -v initdb || echo /)")"; do
    [[ -x $folder/initdb && -x $folder/postgres ]] && echo "$folder" && return
  done
  return 1
}
bin=$(find_bin) || {
  apt_install "PostgreSQL" postgresql
  bin=$(find_bin) || die "PostgreSQL est installé, mais initdb est introuvable : ajoutez son dossier à PATH, puis relancez."
}

# Not under TMPDIR: the path of a Unix socket must stay short.
data=$(mktemp -d /tmp/jalon-postgres.XXXXXX)
base=$data/base
server=
# shellcheck disable=SC2329 # called by the trap
stop() {
  trap - EXIT
  if [[ -n $server ]] && kill -0 "$server" 2>/dev/null; then
    # At once where the data are thrown away.
    kill "-$([[ -n $keep ]] && echo INT || echo QUIT)" "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$data"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# PostgreSQL refuses to run as root.
unprivileged=(setpriv --pdeathsig QUIT)
if [[ $EUID -eq 0 ]]; then
  owner=nobody
  ! id postgres >/dev/null 2>&1 || owner=postgres
  unprivileged+=("--reuid=$(id -u "$owner")" "--regid=$(id -g "$owner")" --clear-groups)
  chown "$owner" "$data"
fi
if [[ -n $keep ]]; then
  mkdir -p "$keep"
  base=$(cd "$keep" && pwd)
  [[ $EUID -ne 0 ]] || chown "$owner" "$base"
fi
as_owner() { (cd "$data" && HOME=$data exec "${unprivileged[@]}" "$@"); }

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
if [[ -n $keep && -f $base/PG_VERSION ]]; then
  # One that was killed leaves its lock; its process is gone.
  password=$(<"$base/.password")
else
  as_owner sh -c 'umask 077; cat >password' <<<"$password"
  as_owner "$bin/initdb" --pgdata="$base" --username=jalon --pwfile="$data/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync >"$data/initdb.log" 2>&1 || {
    cat "$data/initdb.log" >&2
    die "La création de la base PostgreSQL de test a échoué (le détail est au-dessus)."
  }
  [[ -z $keep ]] || as_owner sh -c "umask 077; cat >'$base/.password'" <<<"$password"
fi

options=(
  -c "unix_socket_directories=$data" -c listen_addresses=127.0.0.1 -c max_connections=300
  -c wal_level=minimal -c max_wal_senders=0 -c log_min_messages=fatal
)
if [[ -n $keep ]]; then
  options+=(-c shared_buffers=256MB -c max_wal_size=2GB)
else
  # Nothing is kept, so nothing waits for the disk.
  options+=(
    -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off -c shared_buffers=64MB
  )
fi

# start: true once the server answers. Another program may take the port between the choice and the start.
start() {
  port=$(free_port)
  (cd "$data" && HOME=$data exec "${unprivileged[@]}" "$bin/postgres" -D "$base" -p "$port" "${options[@]}") \
    >"$data/server.log" 2>&1 </dev/null &
  server=$!
  for _ in {1..300}; do
    "$bin/pg_isready" --quiet --host="$data" --port="$port" && return
    kill -0 "$server" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}
start || start || start || {
  cat "$data/server.log" >&2
  die "Le serveur PostgreSQL de test ne démarre pas (le détail est au-dessus)."
}

address="postgres://jalon:$password@127.0.0.1:$port/postgres"
if [[ -n $keep ]]; then export BENCH_POSTGRES=$address; else export JALON_TEST_POSTGRES=$address; fi
code=0
"$@" || code=$?
exit "$code"
