// Rules as Suricata reads them: a strict parser of their grammar, and a small machine that applies them. The program itself
// is in no package here, so that these two stand for it.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainList } from '../../src/formats/domain-list.ts';
import type { Format } from '../../src/formats/format.ts';
import { ipList } from '../../src/formats/ip-list.ts';
import { suricataDataset } from '../../src/formats/suricata-dataset.ts';
import { suricataRules } from '../../src/formats/suricata-rules.ts';
import { urlList } from '../../src/formats/url-list.ts';
import { everyRow } from '../../src/model/carries.ts';
import { isSubdomainOf } from '../../src/model/host-name.ts';
import { keyBytes } from '../../src/model/key-text.ts';
import { kinds } from '../../src/model/kinds.ts';
import { hostName } from '../support/arbitraries.ts';
import { convert, recordsFormat } from '../support/convert.ts';
import { codesOf, readText, writeText } from '../support/format-harness.ts';

interface Rule {
  readonly action: string;
  readonly protocol: string;
  readonly target: string;
  readonly port: string;
  readonly options: readonly (readonly [name: string, value: string])[];
}

const HEADER =
  /^(alert|drop|reject|pass) (dns|tls|http|ip) any any (?:->|<>) (any|\[[0-9a-f.:/]+\]) (any|[1-9]\d{0,4}) \((.*)\)$/u;
/** Every option there may be, and what its value must look like: no `;` `"` `\` `:` bare in a content. */
const OPTIONS: Readonly<Record<string, RegExp>> = {
  msg: /^"[\w .,()-]+"$/u,
  'dns.query': /^$/u,
  'tls.sni': /^$/u,
  'http.host': /^$/u,
  'http.uri.raw': /^$/u,
  dotprefix: /^$/u,
  content: /^"(?:(?=[ -~])[^;"\\:|]|\|[0-9A-F]{2}(?: [0-9A-F]{2})*\|)+"$/u,
  nocase: /^$/u,
  startswith: /^$/u,
  endswith: /^$/u,
  bsize: /^[1-9]\d*$/u,
  sid: /^[1-9]\d*$/u,
  rev: /^[1-9]\d*$/u,
};

function parse(line: string): Rule {
  const [, action = '', protocol = '', target = '', port = '', body = ''] = HEADER.exec(line) ?? [];
  expect(action).not.toBe('');
  const options: [string, string][] = [];
  let rest = body;
  while (rest !== '') {
    const [all = '', name = '', value = ''] = /^ ?([\w.]+)(?::((?:"[^"]*"|[^";])*))?;/u.exec(rest) ?? [];
    expect(all).not.toBe('');
    expect(OPTIONS[name]?.test(value)).toBe(true);
    options.push([name, value]);
    rest = rest.slice(all.length);
  }
  expect(options.map(([name]) => name).slice(-2)).toEqual(['sid', 'rev']);
  return { action, protocol, target, port, options };
}

const rulesIn = (text: string): Rule[] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(parse);

/** What stands in each buffer of a message. */
type Message = Readonly<Record<string, string>>;

function matches({ options }: Rule, message: Message): boolean {
  let buffer = '';
  let content = '';
  let isNocase = false;
  return options.every(([name, value], i) => {
    if (name in message || /^(?:dns|tls|http)\./u.test(name)) buffer = message[name] ?? '\0';
    else if (name === 'dotprefix') buffer = `.${buffer}`;
    else if (name === 'content') {
      content = value
        .slice(1, -1)
        .replaceAll(/\|([^|]*)\|/gu, (_all, hex: string) =>
          Buffer.from(hex.replaceAll(' ', ''), 'hex').toString('latin1'),
        );
      isNocase = options[i + 1]?.[0] === 'nocase';
      if (isNocase) [buffer, content] = [buffer.toLowerCase(), content.toLowerCase()];
      return buffer.includes(content);
    } else if (name === 'startswith') return buffer.startsWith(content);
    else if (name === 'endswith') return buffer.endsWith(content);
    else if (name === 'bsize') return buffer.length === Number(value);
    return true;
  });
}

/** A name on the wire, in every buffer in which it may be seen. */
const seen = (name: string): Message[] => [
  { 'dns.query': name },
  { 'tls.sni': name },
  { 'http.host': name.toLowerCase() },
];

const isHit = (rules: readonly Rule[], message: Message): boolean => rules.some((rule) => matches(rule, message));

async function rulesOf(format: Format, text: string, read: object, options: object = {}) {
  const { batches, interns } = await readText(format, text, read);
  const written = await writeText(suricataRules, batches, options, { interns });
  return { rules: rulesIn(written.text), ...written };
}

describe('rules', () => {
  it('stop a name, or a name and all below it, in whatever way it shows', () =>
    fc.assert(
      fc.asyncProperty(hostName, fc.boolean(), hostName, async (name, isSubtree, other) => {
        const { rules } = await rulesOf(domainList as Format, `${isSubtree ? '.' : ''}${name}\n`, { scope: 'dotted' });
        const want = (asked: string): boolean => asked === name || (isSubtree && isSubdomainOf(asked, name));
        const asked = [name, `www.${name}`, `a.b.${name}`, `x${name}`, `${name}.test`, name.slice(1), other];
        for (const each of asked.filter((one) => one !== '')) {
          for (const message of seen(each)) expect([each, isHit(rules, message)]).toEqual([each, want(each)]);
          for (const message of seen(each.toUpperCase())) expect(isHit(rules, message)).toBe(want(each));
        }
      }),
    ));

  it('stop a page, or all that begins so, where it shows', async () => {
    const text = 'http://example.com/a;b"c:d|e\\\n'.replace('\\', '%5C');
    const { rules } = await rulesOf(urlList as Format, text, {});
    expect(rules.map(({ port }) => port)).toEqual(['80']);
    const page = { 'http.host': 'example.com', 'http.uri.raw': '/a;b%22c:d|e%5C' };
    expect(isHit(rules, page)).toBe(true);
    expect(isHit(rules, { ...page, 'http.uri.raw': '/a;b%22c:d|e%5Cx' })).toBe(false);
    expect(isHit(rules, { ...page, 'http.host': 'www.example.com' })).toBe(false);
    const prefix = await rulesOf(urlList as Format, 'http://example.com:8080/a?b=c\n', { scope: 'prefix' });
    expect(prefix.rules.map(({ port }) => port)).toEqual(['8080']);
    for (const [uri, is] of [
      ['/a?b=c', true],
      ['/a?b=cd', true],
      ['/x/a?b=c', false],
    ] as const) {
      expect(isHit(prefix.rules, { 'http.host': 'example.com', 'http.uri.raw': uri })).toBe(is);
    }
  });

  it('are not written for what does not show on the wire, and tell where it shows by half', async () => {
    const text = 'https://example.com/a\nhttp://[2001:db8::1]/a\nexample.com/b\n';
    const { rules, unfit, findings } = await rulesOf(urlList as Format, text, {});
    expect([rules.length, unfit.map(([, row]) => row)]).toEqual([1, [0, 1]]);
    expect(codesOf(findings)).toEqual([['output/reaches-otherwise', 3]]);
  });

  it('have numbers of their own, from the one that is given', async () => {
    const names = 'a.example\n.b.example\n';
    const options = { sid: 7, rev: 3, action: 'drop', msg: 'blocked by order' };
    const { rules, text } = await rulesOf(domainList as Format, names, { scope: 'dotted' }, options);
    const values = (name: string): unknown[] => rules.map((rule) => rule.options.find(([each]) => each === name)?.[1]);
    expect(values('sid')).toEqual(['7', '8', '9', '10', '11', '12']);
    expect(new Set(values('rev'))).toEqual(new Set(['3']));
    expect(new Set(rules.map(({ action }) => action))).toEqual(new Set(['drop']));
    expect(text).toContain('msg:"blocked by order"');
    const last = await rulesOf(domainList as Format, names, { scope: 'dotted' }, { sid: 0xffffffff - 2 });
    expect([last.rules.length, last.unfit.length]).toEqual([3, 1]);
    for (const bad of [{ msg: 'a";b' }, { sid: 0 }, { names: 'dns,smtp' }, { action: 'pass' }]) {
      expect(suricataRules.options?.safeParse(bad).success).toBe(false);
    }
  });

  it('let exceptions pass, and hold addresses as they are', async () => {
    const key = keyBytes(kinds.domain, 'ok.example');
    if (key === null) throw new Error('the key of a test is none');
    const facts = { opinions: [], reviews: [], times: {} };
    const record = { keys: [{ kind: 'domain', scope: 'exact', key }], operation: 'excepted', ...facts } as const;
    const source = { format: recordsFormat([record], everyRow), options: {} };
    const target = { format: suricataRules as Format, options: { names: 'dns' } };
    const { bytes } = await convert(source, '-', target);
    expect(rulesIn(bytes.toString()).map(({ action, protocol }) => [action, protocol])).toEqual([['pass', 'dns']]);
    const { rules } = await rulesOf(ipList as Format, '192.0.2.1\n2001:db8::/32\n', {});
    expect(rules.map(({ target: where }) => where)).toEqual(['[192.0.2.1]', '[2001:db8::/32]']);
  });
});

describe('datasets', () => {
  it('hold the base64 of the name alone, without a line end', async () => {
    const { batches } = await readText(domainList, 'example.com\n', { scope: 'exact' });
    const { text } = await writeText(suricataDataset, batches);
    expect(text).toBe(`${Buffer.from('example.com').toString('base64')}\n`);
    const subtree = await readText(domainList, 'example.com\n', { scope: 'subtree' });
    const dotted = await writeText(suricataDataset, subtree.batches, { scope: 'subtree' });
    expect(dotted.text).toBe(`${Buffer.from('.example.com').toString('base64')}\n`);
  });

  it('hold no IPv6 where they are of ipv4', async () => {
    const { batches } = await readText(ipList, '192.0.2.1\n2001:db8::1\n');
    const { text, unfit } = await writeText(suricataDataset, batches, { type: 'ipv4' });
    expect([text, unfit.length]).toEqual(['192.0.2.1\n', 1]);
    expect((await writeText(suricataDataset, batches, { type: 'ip' })).text).toBe('192.0.2.1\n2001:db8::1\n');
  });

  it('hold digests and addresses as text', async () => {
    const md5 = 'c97e5b930eb5a08d7e4c7836046694d9\n';
    const { batches, rejected } = await readText(suricataDataset, `${md5}${md5.toUpperCase()}${md5.trim()},5\n`, {
      type: 'md5',
    });
    expect(rejected).toHaveLength(1);
    expect((await writeText(suricataDataset, batches, { type: 'md5' })).text).toBe(md5 + md5);
    const addresses = '192.0.2.1\n198.51.100.0/24\n2001:db8::1\n';
    expect((await readText(suricataDataset, addresses, { type: 'ip' })).rejected).toHaveLength(1);
    expect((await readText(suricataDataset, addresses, { type: 'ipv4' })).rejected).toHaveLength(2);
  });

  it.each([
    ['no padding', Buffer.from('example.com').toString('base64url')],
    ['a URL', Buffer.from('http://example.com/').toString('base64')],
    ['an address', Buffer.from('192.0.2.1').toString('base64')],
    ['bytes that are no text', '/////w=='],
    ['nothing', '===='],
  ])('refuse %s', async (_what, line) => {
    expect((await readText(suricataDataset, `${line}\n`)).rejected).toHaveLength(1);
  });
});
