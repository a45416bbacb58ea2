// From the text of a crosswalk to what a run uses of it.
import type { Crosswalk } from '../model/crosswalk.ts';
import { usage } from '../model/failure.ts';
import { readDocument, TextFault } from '../yaml/document.ts';
import { type CrosswalkText, crosswalkSchema } from './schema.ts';

/** `name` is what the crosswalk is called in messages. Throws usage/bad-crosswalk. */
export function readCrosswalk(text: string, name: string): Crosswalk {
  return readDocument(
    text,
    { schema: crosswalkSchema, name: 'crosswalk', beginning: 'crosswalk: 1' },
    (written) => compiled(written, idOf(name)),
    (reason) => usage('usage/bad-crosswalk', { input: name, reason }),
  );
}

function compiled({ id, title, basis = [], maps }: CrosswalkText, name: string): Crosswalk {
  const met = new Set<string>();
  for (const [i, { from, to }] of maps.entries()) {
    if (from === to) throw new TextFault(['maps', i, 'to'], 'a scheme is not mapped to itself');
    const pair = JSON.stringify([from, to]);
    if (met.has(pair)) throw new TextFault(['maps', i], 'these two schemes stand in a map before');
    met.add(pair);
  }
  return {
    id: id ?? name,
    title: title ?? id ?? name,
    basis,
    maps: maps.map(({ from, to, lossy, labels }) => ({
      from,
      to,
      isLossy: lossy,
      labels: new Map(Object.entries(labels).map(([label, others]) => [label, [...new Set(others)]])),
    })),
  };
}

/** A file name without folder and ending, as a word. */
function idOf(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1).replace(/\.(?:ya?ml|json)$/iu, '');
  return (
    base
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]+/gu, '-')
      .slice(0, 40) || 'crosswalk'
  );
}
