#!/usr/bin/env bash
# `make check`: what can be said of the code without running it.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

trap 'echo "✗ Le contrôle a trouvé quelque chose : le détail est au-dessus." >&2' ERR

need_rust
need_node
scripts/assets.sh
npm_ci e2e

say "Mise en forme…"
cargo fmt --all --check
say "clippy…"
cargo clippy --workspace --all-targets --locked -- -D warnings

if cargo deny --version >/dev/null 2>&1; then
  say "Licences et dépendances interdites…"
  cargo deny --log-level error check --hide-inclusion-graph bans licenses sources
  say "Avis de sécurité…"
  if cargo deny --log-level error fetch db >/dev/null 2>&1; then
    cargo deny check --disable-fetch advisories
  else
    say "La base des avis de sécurité est injoignable : ils n’ont pas été vérifiés."
  fi
else
  say "cargo-deny n’est pas installé : licences et avis de sécurité non vérifiés (cargo install cargo-deny)."
fi

say "Types des scripts et des parcours…"
(cd frontend && npm run --silent check)
(cd e2e && npm run --silent check)

if have shellcheck; then
  say "Scripts du terminal…"
  shellcheck --external-sources .ci/run scripts/*.sh
fi

say "Documentation…"
node scripts/check-docs.mjs
say "Tout est en ordre."
