#!/usr/bin/env bash
# test.sh [STEP…] [-- ARGS…]: runs every step in order, or only the named ones, stops at the first that
# fails and ends with a summary. What follows `--` goes to Playwright.
# Steps: assets · compile · rust · e2e · docs.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly STEPS=(assets compile rust e2e docs)
chosen=()
while [[ $# -gt 0 && $1 != -- ]]; do
  [[ " ${STEPS[*]} " == *" $1 "* ]] || die "Étape inconnue : « $1 ». Les étapes sont : ${STEPS[*]}."
  chosen+=("$1")
  shift
done
[[ ${1:-} != -- ]] || shift
playwright_args=("$@")
[[ ${#chosen[@]} -gt 0 ]] || chosen=("${STEPS[@]}")

title() {
  case $1 in
    assets) echo "styles et scripts" ;;
    compile) echo "compilation des tests" ;;
    rust) echo "tests Rust, SQLite et PostgreSQL" ;;
    e2e) echo "parcours au navigateur" ;;
    docs) echo "documentation" ;;
  esac
}

# shellcheck disable=SC2329 # called by `run`, by name
step_assets() { scripts/assets.sh; }

# Dependencies are compiled once: the binary of the e2e step uses the same profile.
# shellcheck disable=SC2329
step_compile() { cargo test --workspace --locked --no-run; }

# shellcheck disable=SC2329
step_rust() {
  # What the tests of documents look at PDF with.
  { have pdftotext && have qpdf; } || apt_install "les outils PDF des tests" poppler-utils qpdf
  # Examples in the documentation of the code; nextest does not run them.
  scripts/postgres.sh cargo test --workspace --locked --quiet --doc
  if cargo nextest --version >/dev/null 2>&1; then
    scripts/postgres.sh cargo nextest run --workspace --locked --profile "$([[ -n ${CI:-} ]] && echo ci || echo default)"
  else
    say "cargo-nextest n’est pas installé : « cargo test » fait le même travail, plus lentement."
    scripts/postgres.sh cargo test --workspace --locked --lib --bins --tests --no-fail-fast
  fi
}

# shellcheck disable=SC2329
step_e2e() {
  scripts/assets.sh
  npm_ci e2e
  have chromium || have chromium-browser || have google-chrome ||
    apt_install "Chromium (le navigateur des tests)" chromium
  # What the printed sheets are read with.
  { have pdftotext && have pdfinfo; } || apt_install "les outils PDF des tests" poppler-utils
  cargo build --locked -p jalon
  JALON_BIN=$(target_dir)/debug/jalon
  export JALON_BIN
  (cd e2e && npm run --silent check && npx --no-install playwright test "${playwright_args[@]}")
}

# shellcheck disable=SC2329
step_docs() {
  node --test --test-reporter=spec scripts/
  node scripts/check-docs.mjs
}

summary=()
# run STEP: false when the step fails.
run() {
  local started=$SECONDS code=0
  printf '\n── %s\n' "$(title "$1")"
  # A shell of its own: `set -e` would be off inside a condition.
  set +e
  (
    set -e
    "step_$1"
  )
  code=$?
  set -e
  local took
  took=$(duration $((SECONDS - started)))
  if [[ $code -eq 0 ]]; then
    summary+=("✓ $(title "$1") : $took")
  else
    summary+=("✗ $(title "$1") : échec après $took")
  fi
  return "$code"
}

need_rust
need_node
result=0
for step in "${chosen[@]}"; do
  if [[ $result -ne 0 ]]; then
    summary+=("– $(title "$step") : pas lancé")
  else
    run "$step" || result=$?
  fi
done

printf '\n── Résumé\n'
printf '  %s\n' "${summary[@]}" "durée totale : $(duration $SECONDS)"
if [[ $result -eq 0 ]]; then say "Tout est vert."; else say "Un contrôle a échoué : son détail est au-dessus."; fi
exit "$result"
