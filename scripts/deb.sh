#!/usr/bin/env bash
# `make deb`: the Debian package, in target/debian. PROFILE=demo is quicker to build than release.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

profile=${PROFILE:-release}
need_rust
need_node
have dpkg-shlibdeps || apt_install "dpkg-dev (les outils des paquets Debian)" dpkg-dev
cargo deb --version >/dev/null 2>&1 || {
  say "Installation de cargo-deb…"
  cargo install --quiet --locked cargo-deb ||
    die "cargo-deb ne s’installe pas : cargo install cargo-deb, puis relancez."
}
scripts/assets.sh
say "Compilation de Jalon (profil $profile)…"
cargo build --locked --profile "$profile" -p jalon
cargo deb --quiet --locked --no-build --profile "$profile" -p jalon --output "$(target_dir)/debian/"
say "Paquet : $(find "$(target_dir)/debian" -name 'jalon_*.deb' -newer Cargo.toml | sort | tail -n 1)"
