// Names as they are compared: of members, reviewers, organisations.

/** Names are the same whatever their letters and blanks are like. */
export function folded(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();
}

/** What people write into a cell that has to hold something. Without the marks between letters: `N/A`, `n.a.`, `#NULL!`. */
const NOBODY: ReadonlySet<string> = new Set([
  ...[
    'na',
    'n a',
    'none',
    'null',
    'nil',
    'nan',
    'tbd',
    'tba',
    'tbc',
    'todo',
    'unknown',
    'unk',
    'undefined',
    'unspecified',
  ],
  ...[
    'unassigned',
    'unnamed',
    'empty',
    'blank',
    'missing',
    'nobody',
    'noone',
    'no one',
    'no name',
    'anonymous',
    'anon',
  ],
  ...['not available', 'not applicable', 'not known', 'not given', 'not stated', 'not specified'],
  ...['unbekannt', 'inconnu', 'desconocido', 'sconosciuto', 'onbekend'],
]);

/** A name as it is compared; empty where the text names nobody: `-`, `n/a`, `TBD`, `?`. */
export function nameIn(text: string): string {
  const name = folded(text);
  const words = name.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return words === '' || NOBODY.has(words) ? '' : name;
}
