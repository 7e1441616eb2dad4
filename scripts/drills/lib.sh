# shellcheck shell=bash
# Shared by the drills: the program under test, in JALON_BIN. Sourced after scripts/lib.sh.

need_node
if [[ -z ${JALON_BIN:-} ]]; then
  need_rust
  scripts/assets.sh
  cargo build --locked -p jalon
  JALON_BIN=$(target_dir)/debug/jalon
fi
[[ -x $JALON_BIN ]] || die "JALON_BIN vaut « $JALON_BIN », qui n’est pas un programme."
export JALON_BIN
