# shellcheck shell=bash
# Counts tests over all parts of a run and remembers what failed.

PASSED=0
FAILED=0
SKIPPED=0
failed_parts=()

count() { PASSED=$((PASSED + $1)); FAILED=$((FAILED + $2)); SKIPPED=$((SKIPPED + ${3:-0})); }

# run_part TITLE_ZH TITLE_EN COMMAND…: the command prints whatever it likes; its last line may be "N passed, N failed",
# otherwise it counts as one test. A failure never stops the run.
run_part() {
  local zh=$1 en=$2 log status=0 line
  shift 2
  part_number=$((part_number + 1))
  log=$LOGS/$part_number-${en// /-}.log
  log=${log/-…/}
  step "$zh" "$en"
  "$@" >"$log" 2>&1 || status=$?
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1 || true)
  if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)? ]]; then
    count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[4]:-0}"
    # It said nothing failed but ended badly: that is a failure of its own.
    [ "$status" -eq 0 ] || [ "${BASH_REMATCH[2]}" -gt 0 ] || count 0 1
  elif [ "$status" -eq 0 ]; then
    count 1 0
    line="1 passed"
  else
    count 0 1
    line="failed (exit $status)"
  fi
  printf '        %s\n' "$line"
  if [ "$status" -ne 0 ]; then
    failed_parts+=("$en")
    tail -n 40 "$log" | sed 's/^/        | /'
  fi
}
part_number=0

# The last line of a test run, for people and for scripts.
summary() {
  local part
  for part in "${failed_parts[@]}"; do say "失败：$part" "failed: $part"; done
  printf '%d passed, %d failed' "$PASSED" "$FAILED"
  [ "$SKIPPED" -eq 0 ] || printf ', %d skipped' "$SKIPPED"
  printf '\n'
}
