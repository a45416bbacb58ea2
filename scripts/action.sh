#!/usr/bin/env bash
# The step of action.yml: inputs come from the environment, each becomes one argument, and none is read as code.
set -euo pipefail
export LC_ALL=C # A pattern gives the same order everywhere.

fail() {
  # Only words of this script: an input could hold a workflow command.
  printf '::error title=listbridge::%s\n' "$1" >&2
  finish 2
}

finish() {
  if [[ -n "${GITHUB_OUTPUT:-}" ]]; then printf 'exit-code=%d\n' "$1" >>"$GITHUB_OUTPUT"; fi
  exit "$1"
}

# lines TEXT: its lines without blanks around them, empty ones left out, into the array `found`.
lines() {
  local line
  found=()
  while IFS= read -r line || [[ -n "$line" ]]; do
    line="${line#"${line%%[![:space:]]*}"}"
    line="${line%"${line##*[![:space:]]}"}"
    if [[ -n "$line" ]]; then found+=("$line"); fi
  done <<<"$1"
}

args=(validate --report github)
if [[ -n "${LISTBRIDGE_POLICY:-}" ]]; then args+=("--policy=$LISTBRIDGE_POLICY"); fi
if [[ -n "${LISTBRIDGE_FAIL_ON:-}" ]]; then args+=("--fail-on=$LISTBRIDGE_FAIL_ON"); fi
if [[ -n "${LISTBRIDGE_CONFIG:-}" ]]; then args+=("--config=$LISTBRIDGE_CONFIG"); fi
if [[ -n "${LISTBRIDGE_ALIAS_KEY_FILE:-}" ]]; then args+=("--alias-key=$LISTBRIDGE_ALIAS_KEY_FILE"); fi
lines "${LISTBRIDGE_FROM:-}"
for each in ${found[@]+"${found[@]}"}; do args+=("--from=$each"); done
lines "${LISTBRIDGE_FROM_OPTION:-}"
for each in ${found[@]+"${found[@]}"}; do args+=("--from-option=$each"); done
lines "${LISTBRIDGE_FROM_PROFILE:-}"
for each in ${found[@]+"${found[@]}"}; do args+=("--from-profile=$each"); done
lines "${LISTBRIDGE_REPORT:-}"
for report in ${found[@]+"${found[@]}"}; do args+=("--report=$report"); done

# A pattern that fits nothing stays as it is, and is then told as a list that cannot be read.
lines "${LISTBRIDGE_FILES:-}"
patterns=(${found[@]+"${found[@]}"})
if ((${#patterns[@]} == 0)); then fail 'no files are given'; fi
files=()
IFS=
for pattern in "${patterns[@]}"; do
  # shellcheck disable=SC2206 # Patterns are meant to be expanded; without IFS nothing is split.
  files+=($pattern)
done
unset IFS

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
if [[ ! -f "$root/dist/process.js" ]]; then
  (cd "$root" && npm ci --ignore-scripts --no-audit --no-fund && npm run --silent build) >&2
fi

code=0
node "$root/bin/listbridge.js" "${args[@]}" -- "${files[@]}" || code=$?
finish "$code"
