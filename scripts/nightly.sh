#!/usr/bin/env bash
# The property tests with other cases than every day, and many of them. Exits 1 when one fails, with the line to repeat it.
# Usage: scripts/nightly.sh [RUNS [SEED]]   10,000 cases of a random seed if not given; takes hours, so nice.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export LISTBRIDGE_RUNS="${1:-10000}" LISTBRIDGE_SEED="${2:-$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}"
mapfile -t files < <(grep -rlE --include='*.test.ts' "from 'fast-check'" tests)
files+=(tests/registry/{faults,kills,disk,month}.test.ts tests/pipeline/many-pages.test.ts)
if ((${#files[@]} == 0)); then
  echo 'no property tests found' >&2
  exit 1
fi
npm run --silent build || exit 1

echo "seed $LISTBRIDGE_SEED, $LISTBRIDGE_RUNS cases, ${#files[@]} files"
if nice -n 10 npx vitest run "${files[@]}"; then
  # A Project VIC document of two gigabytes on a heap of 512 MB: 8 GB of disk while it runs.
  nice -n 10 node bench/heap.mjs || exit 1
  exit 0
fi
echo "failed; again: LISTBRIDGE_SEED=$LISTBRIDGE_SEED LISTBRIDGE_RUNS=$LISTBRIDGE_RUNS npx vitest run FILE"
exit 1
