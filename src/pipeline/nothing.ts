// The format of an input that has nothing in it.
import type { Format } from '../formats/format.ts';

/** An empty input has no format of its own; it is told, and the run goes on with the others. */
export const NOTHING: Format = {
  id: 'none',
  title: 'Nothing',
  about: { since: '0.1.0', status: 'stable' },
  files: { extensions: [] },
  carries: {
    kinds: [],
    scopes: [],
    perItem: 'one',
    opinions: 'none',
    withdrawals: 'by-absence',
    exceptions: false,
    fields: {},
    order: true,
    duplicates: false,
    list: [],
  },
  examples: [{ name: 'nothing', text: '', rows: [] }],
  detect: () => null,
  async *read() {},
};
