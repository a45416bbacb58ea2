// hosts-file: hosts(5) used as a blocklist, `0.0.0.0 name [alias...]`. Each name is an entry of its own, and lists that
// name only. A line with any other address than a sink maps a name to a real host: taking it for a block would cut off
// the machine it was written for, so it is refused. Facts: research url-formats 3.1 and section 2.
import * as z from 'zod';
import { parseIp } from '../model/address.ts';
import type { Carries } from '../model/carries.ts';
import { scopeCode, WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { NULL_ADDRESSES } from './kit/answers.ts';
import { writeRows } from './kit/emit.ts';
import { areMost } from './kit/entry-lines.ts';
import { HostsReader } from './kit/hosts-lines.ts';
import { readLines } from './kit/lines.ts';
import { parseAddresses } from './kit/stop-page.ts';

const addresses = (name: string) =>
  z
    .string()
    .refine((text) => parseAddresses(text) !== null, `${name} must be addresses, with commas between`)
    .optional();

const options = z
  .strictObject({
    sink: addresses('sink').describe(
      'address or addresses (with commas) that names are sent to: 0.0.0.0 if nothing is said, `0.0.0.0,::` for the null ' +
        'address of both families; 0.0.0.0, 127.0.0.1, :: and ::1 are always read',
    ),
    'stop-page': addresses('stop-page').describe('addresses of a stop page, with commas between: a sink that answers'),
    scope: z
      .enum(['exact', 'subtree'])
      .default('exact')
      .describe('what a name lists; subtree only for consumers that block all names below a hosts line too'),
  })
  .refine((given) => given.sink === undefined || given['stop-page'] === undefined, {
    message: 'sink and stop-page cannot both be given',
  });
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['domain'],
  scopes: ['exact', 'subtree'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: true,
  list: [],
};

export const hostsFile = defineFormat<Options>({
  id: 'hosts-file',
  title: 'hosts(5) lines with a sink address',
  about: { since: '0.1.0', status: 'stable' },
  files: { extensions: ['.hosts', '.txt'], names: [/^hosts/iu] },
  carries,
  carriesWith: ({ scope }) => ({ ...carries, scopes: [scope] }),
  options,
  examples: [
    {
      name: 'aliases, housekeeping and a host of the network',
      text: [
        '# blocklist',
        '127.0.0.1 localhost',
        'fe80::1%lo0 localhost',
        '0.0.0.0 example.com www.example.com# two names',
        '\t:: Example.NET',
        '192.0.2.10 printer.example.org',
        '0.0.0.010 example.org',
        '0.0.0.0 a..example.org b.example.org',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'example.com' },
        { kind: 'domain', key: 'www.example.com' },
        { kind: 'domain', key: 'example.net' },
        { kind: 'domain', key: 'b.example.org' },
      ],
      findings: [
        ['row/not-an-entry', 2],
        ['row/not-an-entry', 3],
        ['row/inline-comment', 4],
        ['url/rewritten', 5],
        ['zone/local-data', 6],
        ['url/unusable', 7],
        ['url/unusable', 8],
      ],
    },
    {
      name: 'a stop page, with both its addresses for each name',
      text: '192.0.2.80 example.com\n2001:db8::80 example.com\n',
      options: { sink: '192.0.2.80,2001:db8::80' },
      rows: [{ kind: 'domain', key: 'example.com' }],
      findings: [['row/not-an-entry', 2]],
    },
  ],

  detect(head: Head) {
    const lines = head.lines
      .map((line) => line.replace(/#.*$/su, '').trim())
      .filter((line) => line !== '')
      .map((line) => ({ address: line.split(/\s/u)[0] ?? '', isMapped: /^[^\s,;"]+(?:\s+[^\s,;"]+)+$/u.test(line) }));
    if (areMost(lines, ({ address, isMapped }) => isMapped && NULL_ADDRESSES.includes(address))) {
      return { sure: 'certain', because: 'the lines send names to a null address' };
    }
    if (!areMost(lines, ({ address, isMapped }) => isMapped && parseIp(address.replace(/%.*$/su, '')).ok)) return null;
    return { sure: 'likely', because: 'the lines send names to an address' };
  },

  read: readLines<Options>((rows, { options: given }) => {
    const reader = new HostsReader(rows, sinksOf(given), scopeCode(given.scope));
    return (line) => reader.line(line);
  }),

  write: writeRows<Options>({
    row: ({ options: given }) => {
      const sinks = sinksOf(given).map((address) => `${address} `);
      return (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        for (const address of sinks) {
          out.ascii(address);
          out.copy(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
          out.byte(10);
        }
      };
    },
  }),
});

function sinksOf({ sink, 'stop-page': page }: Options): string[] {
  return (parseAddresses(page ?? sink ?? '0.0.0.0') ?? []).map(({ text }) => text);
}
