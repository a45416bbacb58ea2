// The pipelines people write today with sort and awk, in the C locale (byte order, which is also the fastest).
import { spawnSync } from 'node:child_process';

function firstLine(program, words) {
  const { stdout, stderr, error } = spawnSync(program, words, { encoding: 'utf8' });
  return error ? null : `${stdout}${stderr}`.split('\n')[0].trim();
}

const sort = firstLine('sort', ['--version']);
const awk = firstLine('awk', ['-W', 'version']);

export const shell = {
  missing: sort && awk ? null : 'sort or awk is not installed',
  version: `${sort}; ${awk}`,
  env: { LC_ALL: 'C' },
  /** `script` sees its operands as $1, $2 ...: no file name is ever pasted into a script. */
  command: (script, ...operands) => ['sh', '-c', script, 'sh', ...operands],
};

const zoneHead = String.raw`printf '$TTL 300\n@ SOA localhost. root.localhost. 1 3600 600 86400 300\n@ NS localhost.\n'`;

/** hosts(5) to RPZ, exact names: one rule a name. */
export const hostsToZone = `{ ${zoneHead}; awk '{ print tolower($2) }' "$1" | sort -u | awk '{ print $1 " CNAME ." }'; } > "$2"`;

// The trailing dot in the reversed name keeps a parent next to its children: without it `b3-x` sorts between
// `b3` and `a12.b3`, and the child is not recognised as covered.
const reverse = 'awk -F. \'{ out = ""; for (i = NF; i > 0; i--) out = out $i "."; print out }\'';
const dropCovered = 'awk \'kept == "" || index($0, kept) != 1 { kept = $0; print }\'';
const restore =
  'awk -F. \'{ out = $(NF - 1); for (i = NF - 2; i > 0; i--) out = out "." $i; print out " CNAME ."; print "*." out " CNAME ." }\'';

/** hosts(5) to RPZ, each name with all below it: covered names removed, two rules a name. */
export const hostsToSubtreeZone = `{ ${zoneHead}; awk '{ print tolower($2) }' "$1" | ${reverse} | sort -u | ${dropCovered} | ${restore}; } > "$2"`;
