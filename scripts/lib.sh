# shellcheck shell=bash
# Shared by the scripts of this folder: messages, set-up of tools, paths.
# Sourced, never run. The caller has `set -euo pipefail`.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly ROOT
cd "$ROOT" || exit

# Fixed so that nothing depends on the language of the machine.
export LC_ALL=C.UTF-8

# say TEXT: one line for the person at the terminal.
say() { printf '%s\n' "› $*"; }

# die TEXT: says on stderr what is missing or broken and what to do, then stops.
die() {
  printf '%s\n' "✗ $*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND…: runs it as root, directly or through a sudo that asks no password.
as_root() {
  if [[ $EUID -eq 0 ]]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  have apt-get || return 1
  [[ $EUID -eq 0 ]] || { have sudo && sudo -n true 2>/dev/null; }
}

# apt_install WHAT PACKAGE…: installs Debian packages when it may; otherwise says which.
# WHAT is the French name of what they bring.
apt_install() {
  local what=$1
  shift
  if ! may_install; then
    die "Il manque $what. Installez-le puis relancez la commande (sous Debian : sudo apt-get install $*)."
  fi
  say "Installation de $what ($*)…"
  local log
  log=$(mktemp)
  if ! { as_root apt-get update -q &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    die "L’installation de $what a échoué (le détail est au-dessus). Installez : $*"
  fi
  rm -f "$log"
}

# version_at_least FOUND WANTED: true when the dotted version FOUND is WANTED or newer.
version_at_least() {
  [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]
}

need_rust() {
  local wanted found
  wanted=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
  have cargo || die "Il manque Rust $wanted : installez-le avec rustup (https://rustup.rs), puis relancez."
  found=$(cargo --version | cut -d ' ' -f 2)
  version_at_least "$found" "$wanted" ||
    die "Rust $found est trop ancien : il faut Rust $wanted ou plus récent (rustup update stable)."
  # The linker, and the C compiler of SQLite.
  have cc || apt_install "le compilateur C" gcc libc6-dev
}

need_node() {
  { have node && have npm; } || die "Il manque Node.js 20 (ou plus récent) et npm : https://nodejs.org, puis relancez."
  local found
  found=$(node --version)
  version_at_least "${found#v}" 20 || die "Node.js ${found#v} est trop ancien : il faut la version 20 ou plus récente."
}

# npm_ci FOLDER: installs exactly what its lock says, and only when the lock is newer.
npm_ci() {
  local folder=$1 installed=$1/node_modules/.package-lock.json
  [[ -f $installed && $installed -nt $folder/package-lock.json ]] && return
  say "Installation des paquets npm de $folder…"
  (cd "$folder" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --no-update-notifier --loglevel=error) ||
    die "npm n’a pas pu installer les paquets de $folder : vérifiez la connexion au registre npm, puis relancez."
  mkdir -p "$folder/node_modules"
  touch "$installed"
}

# target_dir: where cargo puts what it builds (CARGO_TARGET_DIR and configuration included).
target_dir() {
  cargo metadata --no-deps --format-version 1 |
    node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>console.log(JSON.parse(t).target_directory))'
}

# free_port: a loopback port that nobody listens on at this moment.
free_port() {
  node -e 'const s=require("node:net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'
}

# port_taken PORT: true when something answers on the loopback address.
port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# duration SECONDS: « 3 min 07 s ».
duration() {
  if (($1 < 60)); then printf '%d s' "$1"; else printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); fi
}
