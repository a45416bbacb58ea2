// What `inspect` prints: the format with its rivals, the file, its entries by kind and scope, the facts of the list.
import { kinds } from '../model/kinds.ts';
import type { Tally } from '../model/tally.ts';
import { grouped, size } from './numbers.ts';
import { harmless, safeLines } from './redact.ts';
import type { Style } from './style.ts';
import { joined, padded } from './table.ts';

interface Detected {
  readonly format: string;
  readonly sure: string;
  readonly because: string;
}

/** Sizes and counts of a file that was not read to its end would be those of its beginning. */
export function inspectionText(tally: Tally, detected: readonly Detected[], style: Style, isRead: boolean): string {
  const [input] = tally.inputs;
  const rows: [string, string][] = [];
  if (input !== undefined) {
    rows.push(['file', harmless(input.input)], ['format', `${input.format}, because ${harmless(input.because)}`]);
  }
  for (const { format, sure, because } of detected) {
    if (format === input?.format) continue;
    rows.push([input === undefined ? 'perhaps' : 'or', `${format} (${sure}): ${harmless(because)}`]);
  }
  if (input !== undefined && isRead) {
    rows.push(['size', size(input.bytes)]);
    if (input.sha256 !== null) rows.push(['SHA-256', input.sha256]);
    rows.push(['entries', `${grouped(input.accepted)} accepted, ${grouped(input.rejected)} refused`]);
    if (input.withdrawn > 0) rows.push(['withdrawn', grouped(input.withdrawn)]);
    if ((tally.exceptions ?? 0) > 0) rows.push(['exceptions', grouped(tally.exceptions ?? 0)]);
    for (const [kind, count] of Object.entries(tally.kinds)) {
      rows.push([kinds[kind as keyof typeof kinds].title, grouped(count)]); // keys of the tally are kinds
    }
    for (const [scope, count] of Object.entries(tally.scopes)) rows.push([`scope ${scope}`, grouped(count)]);
    for (const [fact, value] of Object.entries(input.list)) rows.push([fact, harmless(String(value))]);
  }
  const lines = padded(rows, ['left', 'left']).map(([name = '', value = '']) => joined([style.faint(name), value]));
  return safeLines(lines.length === 0 ? '' : `${lines.join('\n')}\n`);
}
