#!/usr/bin/env bash
# postgres.sh COMMAND…: runs the command beside a private, throw-away PostgreSQL whose address is in
# JALON_TEST_POSTGRES (a superuser on the database `postgres`), then stops it. The exit code is the
# command's. An address already in JALON_TEST_POSTGRES is used as it is.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[[ $# -gt 0 ]] || die "Usage : scripts/postgres.sh COMMANDE…"
[[ -z ${JALON_TEST_POSTGRES:-} ]] || exec "$@"
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
server=
# shellcheck disable=SC2329 # called by the trap
stop() {
  trap - EXIT
  if [[ -n $server ]] && kill -0 "$server" 2>/dev/null; then
    # At once: the data are thrown away.
    kill -QUIT "$server" 2>/dev/null || true
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
as_owner() { (cd "$data" && HOME=$data exec "${unprivileged[@]}" "$@"); }

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
as_owner sh -c 'umask 077; cat >password' <<<"$password"
as_owner "$bin/initdb" --pgdata="$data/base" --username=jalon --pwfile="$data/password" \
  --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync >"$data/initdb.log" 2>&1 || {
  cat "$data/initdb.log" >&2
  die "La création de la base PostgreSQL de test a échoué (le détail est au-dessus)."
}

# Nothing is kept, so nothing waits for the disk.
options=(
  -c "unix_socket_directories=$data" -c listen_addresses=127.0.0.1 -c max_connections=300
  -c fsync=off -c full_page_writes=off -c synchronous_commit=off
  -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c shared_buffers=64MB
  -c log_min_messages=fatal
)

# start: true once the server answers. Another program may take the port between the choice and the start.
start() {
  port=$(free_port)
  (cd "$data" && HOME=$data exec "${unprivileged[@]}" "$bin/postgres" -D "$data/base" -p "$port" "${options[@]}") \
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

export JALON_TEST_POSTGRES="postgres://jalon:$password@127.0.0.1:$port/postgres"
code=0
"$@" || code=$?
exit "$code"
