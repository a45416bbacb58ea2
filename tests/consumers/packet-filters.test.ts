// nft and ipset load what we write, and the kernel then stops exactly what is listed: random lists with overlaps, repeats
// and both families, against a model that only knows what lies in a network.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Format } from '../../src/formats/format.ts';
import { ipset } from '../../src/formats/ipset.ts';
import { nftables } from '../../src/formats/nftables.ts';
import { everyRow } from '../../src/model/carries.ts';
import { keyBytes } from '../../src/model/key-text.ts';
import { kinds } from '../../src/model/kinds.ts';
import type { TestRecord } from '../support/batches.ts';
import { convert, recordsFormat } from '../support/convert.ts';
import { readText } from '../support/format-harness.ts';
import { SEED } from '../support/runs.ts';
import { inNetwork, withNetwork } from './support/network-namespace.ts';
import { randomFrom } from './support/random.ts';
import { useStand } from './support/stand.ts';

const stand = useStand();

/** The last byte and how many of its eight bits are free: every address of a test lies in one of two networks of 256. */
interface Block {
  readonly family: 4 | 6;
  readonly first: number;
  readonly free: number;
  readonly isNetwork: boolean;
}

const hostText = (family: 4 | 6, last: number): string =>
  family === 4 ? `203.0.113.${last}` : `2001:db8::${last.toString(16)}`;
const blockText = ({ family, first, free, isNetwork }: Block): string => {
  const address = family === 6 && first === 0 ? '2001:db8::' : hostText(family, first);
  return isNetwork ? `${address}/${(family === 4 ? 32 : 128) - free}` : address;
};

function randomBlocks(random: (limit: number) => number, count: number): Block[] {
  return Array.from({ length: count }, () => {
    const isNetwork = random(3) > 0;
    // Mostly small ones, or everything would be covered.
    const free = isNetwork ? Math.min(random(7), random(7)) : 0;
    return { family: random(2) === 0 ? 4 : 6, first: (random(256) >> free) << free, free, isNetwork };
  });
}

const covers = (block: Block, family: 4 | 6, last: number): boolean =>
  block.family === family && last >> block.free === block.first >> block.free;

/** Every address of both networks that the model says is stopped: listed, and not excepted by any exception. */
function stopped(listed: readonly Block[], excepted: readonly Block[] = []): string[] {
  return ([4, 6] as const).flatMap((family) =>
    Array.from({ length: 256 }, (_, last) => last)
      .filter((last) => listed.some((block) => covers(block, family, last)))
      .filter((last) => !excepted.some((block) => covers(block, family, last)))
      .map((last) => hostText(family, last)),
  );
}

const everyAddress = ([4, 6] as const).flatMap((family) =>
  Array.from({ length: 256 }, (_, last) => hostText(family, last)),
);

function recordOf(block: Block, operation: 'present' | 'excepted'): TestRecord {
  const kind = block.isNetwork ? 'cidr' : 'ip';
  const key = keyBytes(kinds[kind], blockText(block));
  if (key === null) throw new Error('the key of a test is none');
  return { keys: [{ kind, scope: 'exact', key }], operation, opinions: [], reviews: [], times: {} };
}

/** What a list becomes on its way to a file of the format, as a path. */
async function fileOf(format: Format, listed: readonly Block[], excepted: readonly Block[] = []): Promise<string> {
  const records = [
    ...listed.map((block) => recordOf(block, 'present')),
    ...excepted.map((block) => recordOf(block, 'excepted')),
  ];
  const source = { format: recordsFormat(records, everyRow), options: {} };
  const { bytes, outcome } = await convert(source, '-', { format, options: {} });
  if (outcome.failure !== null) throw outcome.failure;
  return stand.write(`${format.id}-${++files}`, bytes);
}

let files = 0;

/** Both print a network of one address as that address. */
const asPrinted = (text: string): string => text.replaceAll(/\/(?:32|128)(?=[\s,])/gu, '');

const rounds = Array.from({ length: 6 }, (_, n) => n);

withNetwork('nft', ['nft'], 'nft list ruleset', () => {
  /** Sends a datagram to each address on its input and tells what the kernel says: EPERM where a filter stops it. */
  const sending = stand.write(
    'send.mjs',
    [
      "import { createSocket } from 'node:dgram';",
      "import { readFileSync } from 'node:fs';",
      "const sockets = [createSocket('udp4'), createSocket('udp6')];",
      "for (const host of readFileSync(0, 'utf8').trim().split('\\n')) {",
      "  const socket = sockets[host.includes(':') ? 1 : 0];",
      "  const code = await new Promise((met) => socket.send('x', 9, host, (error) => met(error?.code ?? 'sent')));",
      "  process.stdout.write(host + ' ' + code + '\\n');",
      '}',
      'for (const socket of sockets) socket.close();',
    ].join('\n'),
  );
  const world = [
    'ip link set lo up',
    'ip route add local 203.0.113.0/24 dev lo',
    'ip -6 route add local 2001:db8::/64 dev lo',
    "nft add table inet listbridge && nft 'add chain inet listbridge out { type filter hook output priority 0; }'",
  ].join(' && ');
  const rules = [
    'nft add rule inet listbridge out ip daddr @block_v4 drop',
    'nft add rule inet listbridge out ip6 daddr @block_v6 drop',
  ].join(' && ');

  it.each(rounds)(`stops what is listed, and nothing else (seed ${SEED}, round %i)`, async (round) => {
    const random = randomFrom(SEED + round);
    const listed = randomBlocks(random, 40);
    const file = await fileOf(nftables as Format, listed);
    expect(inNetwork(`nft -c -f ${file}`)).toEqual({ exit: 0, output: '' });
    const { exit, output } = inNetwork(
      `${world} && nft -f ${file} && ${rules} && exec ${process.execPath} ${sending}`,
      everyAddress.join('\n'),
    );
    const met = output
      .trim()
      .split('\n')
      .map((line) => line.split(' '));
    expect([exit, met.map(([host]) => host)]).toEqual([0, everyAddress]);
    expect(met.flatMap(([host = '', code]) => (code === 'EPERM' ? [host] : []))).toEqual(stopped(listed));
    expect(met.flatMap(([host = '', code]) => (code === 'sent' ? [] : [host]))).toEqual(stopped(listed));
  });

  it.each(rounds)(`lists the sets back as they were written (seed ${SEED}, round %i)`, async (round) => {
    const listed = randomBlocks(randomFrom(SEED ^ round), 60);
    const file = await fileOf(nftables as Format, listed);
    const { exit, output } = inNetwork(`nft -f ${file} && nft list ruleset`);
    expect(exit).toBe(0);
    const texts = async (text: string): Promise<string[]> => {
      const { rows, rejected } = await readText(nftables, text);
      expect(rejected).toEqual([]);
      return rows.map(({ key }) => Buffer.from(key).toString('hex')).sort();
    };
    expect(await texts(output)).toEqual(await texts(asPrinted(readFileSync(file, 'utf8'))));
  });

  it('replaces the sets whole, or leaves them', async () => {
    const [first, second] = [
      [{ family: 4, first: 1, free: 0, isNetwork: false }],
      [{ family: 6, first: 2, free: 1, isNetwork: true }],
    ] as const;
    const [a, b] = [await fileOf(nftables as Format, first), await fileOf(nftables as Format, second)];
    const after = inNetwork(`nft -f ${a} && nft -f ${b} && nft list ruleset`).output;
    expect(after).not.toContain('203.0.113.1');
    expect(after).toContain('2001:db8::2/127');
    const broken = `(cat ${b}; echo 'add element inet listbridge block_v4 { 192.0.2.0/24, 192.0.2.0/25 }')`;
    const kept = inNetwork(`nft -f ${a}; ${broken} | nft -f - 2>/dev/null; echo "exit $?"; nft list ruleset`).output;
    expect(kept).toContain('exit 1');
    expect(kept).toContain('203.0.113.1');
    expect(kept).not.toContain('2001:db8::2');
    const none = await fileOf(nftables as Format, []);
    expect(inNetwork(`nft -f ${a} && nft -f ${none} && nft list ruleset`).output).not.toContain('elements');
  });

  it('would refuse what overlaps, and look up a name', () => {
    const set = 'add table inet t\nadd set inet t s { type ipv4_addr; flags interval; }\nadd element inet t s';
    expect(inNetwork('nft -f -', `${set} { 192.0.2.0/24, 192.0.2.1 }\n`).exit).toBe(1);
    expect(inNetwork('nft -f -', `${set} { www.example.com }\n`).output).toMatch(/resolve/iu);
  });
});

withNetwork('ipset', ['ipset'], 'ipset list', () => {
  const tests = everyAddress.map((host) => {
    const set = host.includes(':') ? 'block_v6' : 'block_v4';
    return `ipset -q test ${set} ${host} && echo ${host}`;
  });

  it.each(rounds)(`holds what is listed, less what is excepted (seed ${SEED}, round %i)`, async (round) => {
    const random = randomFrom(SEED + 100 + round);
    const listed = randomBlocks(random, 40);
    const excepted = round % 2 === 0 ? [] : randomBlocks(random, 8);
    const file = await fileOf(ipset as Format, listed, excepted);
    const { exit, output } = inNetwork(`ipset restore <${file} && { ${tests.join('; ')}; true; }`);
    expect(exit).toBe(0);
    expect(output.trim().split('\n')).toEqual(stopped(listed, excepted));
  });

  it('saves what reads back as it was written', async () => {
    const random = randomFrom(SEED + 200);
    const file = await fileOf(ipset as Format, randomBlocks(random, 60), randomBlocks(random, 6));
    const saved = inNetwork(`ipset restore <${file} && ipset save`).output;
    const keys = async (text: string): Promise<string[]> => {
      const { rows, rejected } = await readText(ipset, text);
      expect(rejected).toEqual([]);
      return rows.map(({ key, operation }) => `${operation} ${Buffer.from(key).toString('hex')}`).sort();
    };
    expect(await keys(saved)).toEqual(await keys(asPrinted(readFileSync(file, 'utf8'))));
  });

  it('swaps a new edition in whole, or leaves the old one', async () => {
    const a = await fileOf(ipset as Format, [{ family: 4, first: 1, free: 0, isNetwork: false }]);
    const b = await fileOf(ipset as Format, [{ family: 4, first: 2, free: 0, isNetwork: false }]);
    const after = inNetwork(`ipset restore <${a} && ipset restore <${b} && ipset save`).output;
    expect(after.match(/add .*/gu)).toEqual(['add block_v4 203.0.113.2']);
    expect(after.match(/create \S+/gu)?.sort()).toEqual(['create block_v4', 'create block_v6']);
    const broken = `sed 's/^swap block_v4-new/add block_v4-new nothing\\n&/' ${b}`;
    const kept = inNetwork(
      `ipset restore <${a}; ${broken} | ipset restore 2>/dev/null; echo "exit $?"; ipset test block_v4 203.0.113.1 && ipset restore <${b} && ipset test block_v4 203.0.113.2`,
    );
    expect(kept.output).toContain('exit 1');
    expect(kept.exit).toBe(0);
  });
});
