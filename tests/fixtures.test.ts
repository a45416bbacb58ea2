// Keeps real values out of the repository: fixtures, tests and the examples of formats hold invented ones only.
// It must never print what it found: file, line, column and kind are enough to mend it.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { digestLeaks, type Leak, leaksIn, type Place } from './support/leaks.ts';
import { type Literal, lex, lineAndColumn } from './support/lex.ts';

const ROOT = join(import.meta.dirname, '..');

/** The vectors of a published specification, with the names it has. Pinned, so that nothing else can be put there. */
const PUBLISHED = { file: 'tests/model/safe-browsing-vectors.ts', sha256: '933a02d390f5040a1bd41b90' };

describe('the repository holds no real value', () => {
  it('in fixtures', () => {
    expect(filesIn('fixtures').flatMap((file) => inData(file, bytesOf(file)))).toEqual([]);
  });

  it('in tests', () => {
    // Published schemas name the bodies that publish them.
    const files = filesIn('tests').filter((file) => !file.startsWith('tests/schemas/') && file !== PUBLISHED.file);
    expect(files).toContain('tests/fixtures.test.ts');
    const pin = createHash('sha256').update(bytesOf(PUBLISHED.file)).digest('hex').slice(0, PUBLISHED.sha256.length);
    expect(pin).toBe(PUBLISHED.sha256);
    const found = files.flatMap((file) => (isCode(file) ? inCode(file, textOf(file)) : inData(file, bytesOf(file))));
    expect(found).toEqual([]);
  });

  it('in the examples of formats', () => {
    expect(filesIn('src/formats').flatMap((file) => inCode(file, textOf(file)))).toEqual([]);
  });

  it('as a digest anywhere else', () => {
    const files = ['src', 'docs', 'scripts', 'bench', 'bin', 'README.md', 'CONTRIBUTING.md', '.github'].flatMap(
      filesIn,
    );
    const found = files.flatMap((file) => {
      const text = textOf(file);
      return digestLeaks(text).map((leak) => say(file, text, leak));
    });
    expect(found).toEqual([]);
  });
});

// What must be found is put together here, so that this file passes its own test.
const dotted = (...parts: (string | number)[]): string => parts.join('.');
const REAL = {
  name: dotted('not-reserved', 'com'),
  address: dotted(8, 8, 8, 8),
  address6: ['2606', '4700', '', '1'].join(':'),
  digest: (algorithm: string): string => createHash(algorithm).update('not a fixture').digest('hex'),
};
const invented = (algorithm: string, n: number): string => createHash(algorithm).update(`fixture-${n}`).digest('hex');

describe('the check', () => {
  const kinds = (text: string, place: Place = 'list'): string[] => leaksIn(text, place).map((leak) => leak.kind);

  it.each(['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha3-256'])('tells invented digests of %s', (algorithm) => {
    expect(kinds(`x,${invented(algorithm, 0)}\n${invented(algorithm, 2000).toUpperCase()}\n`)).toEqual([]);
    expect(kinds(`x,${REAL.digest(algorithm)}`)).toEqual(['digest']);
    expect(kinds(REAL.digest(algorithm).toUpperCase())).toEqual(['digest']);
  });

  it('knows digests in base64', () => {
    const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
    expect(kinds(`"${base64(REAL.digest('md5'))}"`)).toEqual(['digest in base64']);
    expect(kinds(`"${base64(REAL.digest('sha1'))}"`)).toEqual(['digest in base64']);
    expect(kinds(`"${base64(invented('md5', 7))}"`)).toEqual([]);
  });

  it('allows the digests of published test vectors and of nothing, patterns, and digests that were cut', () => {
    const texts = [createHash('md5').digest('hex'), createHash('sha1').update('abc').digest('hex')];
    texts.push('0'.repeat(64), 'f'.repeat(32), 'deadbeef'.repeat(5), '0123456789abcdef'.repeat(2));
    texts.push(REAL.digest('sha256').slice(1), REAL.digest('md5').slice(0, 20));
    expect(texts.filter((text) => kinds(text).length > 0)).toEqual([]);
  });

  it.each([
    (name: string) => `http://${name}/a/b.jpg`,
    (name: string) => `https://user:secret@www.${name}:8080/`,
    (name: string) => `http:\\/\\/${name}\\/`,
    (name: string) => `hxxp://${name.replace('.', '[.]')}/`,
    (name: string) => `ftp://${name.toUpperCase()}.`,
    (name: string) => `http://${name.replace('c', '%63')}`,
    (name: string) => `http://example.com/?to=http://${name}/`,
    (name: string) => `http://example.com.${name}/`,
    (name: string) => `http://${name}:8o/`,
    (name: string) => `http://${name}%2Fx.example.com/`,
    (name: string) => `http://a%zz.${name}/`,
  ])('finds the host of a URL, case %#', (write) => {
    expect(kinds(write(REAL.name))).toEqual(['URL host']);
    expect(kinds(write(REAL.name), 'program')).toEqual(['URL host']);
    expect(kinds(write('example.com').replace('.example.com/', '.example.net/'))).toEqual([]);
  });

  it.each([
    (name: string) => name,
    (name: string) => `0.0.0.0 ${name} # sink`,
    (name: string) => `||${name}^$all`,
    (name: string) => `address=/${name}/0.0.0.0`,
    (name: string) => `*.${name} CNAME .`,
    (name: string) => `${name}. IN A 127.0.0.1`,
    (name: string) => `(^|\\.)${name.replace('.', '\\.')}$`,
    (name: string) => `"${name.replace('.', '[dot]')}"`,
    (name: string) => `reporter@${name}`,
    (name: string) => `${name}/path/x.html`,
  ])('finds a host name, case %#', (write) => {
    expect(kinds(write(REAL.name))).toEqual(['host name']);
    expect(kinds(write(REAL.name), 'program')).toEqual(['host name']);
    expect(kinds(write('example.net'))).toEqual([]);
    expect(kinds(write('list.test'))).toEqual([]);
  });

  it('allows a reserved name that is broken, and no name that only looks like one', () => {
    const broken = [
      'http://exa\tmple.com/',
      'exa mple.com',
      'ex%41mple.com',
      'http://ex%zzmple.com',
      'http://ex%ffmple.net',
    ];
    broken.push('http://example.com%40example.net/', 'http://example.com:80:80/', '\uFF25xample.com', 'example.xn--');
    expect(broken.filter((text) => kinds(text).length > 0)).toEqual([]);
    const near = ['not', 'my-'].map((start) => dotted(`${start}example`, 'com'));
    expect(near.map((name) => kinds(`http://${name}/ ${name}`))).toEqual(near.map(() => ['URL host', 'host name']));
    expect(kinds(dotted('le', 'com'))).toEqual(['host name']);
  });

  it('takes a word for a host in a list, where a program would mean a property', () => {
    expect(kinds(dotted('item', 'it'), 'program')).toEqual([]);
    expect(kinds(dotted('item', 'it'), 'list')).toEqual(['host name']);
    expect(kinds('photo.jpg report.json index.html v1.2 batch.kind', 'list')).toEqual([]);
  });

  it('finds addresses, however they are written', () => {
    const decimal = 8 * 2 ** 24 + 8 * 2 ** 16 + 8 * 2 ** 8 + 8;
    const texts = [REAL.address, `0.0.0.0-${REAL.address}`, `http://${REAL.address}/`, `${REAL.address}/24`];
    texts.push(
      `http://${decimal}/`,
      `http://0x${decimal.toString(16)}/`,
      `24.${REAL.address}.rpz-ip CNAME .`,
      `::ffff:${REAL.address}`,
    );
    expect(texts.map((text) => kinds(text))).toEqual(texts.map(() => ['IPv4 address']));
    const texts6 = [REAL.address6, `http://[${REAL.address6}]:80/`, `x [${REAL.address6}] y`];
    const eights = ['808', '808'].join(':');
    texts6.push(`::ffff:${eights}`, `64:ff9b::${eights}`, `::${eights}`, `2002:${eights}::`);
    expect(texts6.map((text) => kinds(text))).toEqual(texts6.map(() => ['IPv6 address']));
  });

  it.each([
    '192.0.2.1 198.51.100.255 203.0.113.0/24 0.0.0.0 127.0.0.1 10.0.0.1 192.168.1.1 255.255.255.255',
    '2001:db8::1 2001:DB8:0:0::/64 :: ::1 fe80::1 ff02::1 ::ffff:192.0.2.1 3fff::1 ::fffe:c000:201 2002:c000:201::',
    'http://[2001:db8::1]:443/ http://[::1]/ http://3221225985/ http://0xc0.0.2.1/ http://[::1',
    '24.0.2.0.192.rpz-ip 1.2.0.192.in-addr.arpa 1.3.6.1.4.1.9 12:30:45 2026-01-05T00:00:00Z',
    'http:// http://localhost:8080/ http://intranet/ http://ex%zzample.test/ file:///a/b //a/b',
  ])('allows reserved addresses and what is no address: %s', (text) => expect(kinds(text)).toEqual([]));

  it('reads literals of code, not comments, and through escapes and templates', () => {
    const code = (text: string): string[] => inCode('x.ts', text).map((line) => line.replace(/^x\.ts:/, ''));
    expect(code(`// ${REAL.name}\nconst a = 'b\\n${REAL.name}';`)).toEqual(['2:15: host name']);
    expect(code(`const a = \`http://\${host}.example.com/\${1}\`;`)).toEqual([]);
    expect(code(`const a = \`http://\${host}.${REAL.name}/\`;`)).toEqual(['1:19: URL host']);
    expect(code(`const a = \`\${f('${REAL.name}')}\`;`)).toEqual(['1:17: host name']);
    expect(code(`const a = /^${REAL.name.replace('.', '\\.')}$/;`)).toEqual(['1:13: host name']);
    expect(code(`const about = { spec: 'https://${REAL.name}/spec' };`)).toEqual([]);
  });

  it('unzips, cut files too, and reads UTF-16', () => {
    const text = `${'x\n'.repeat(3)}  ${REAL.name}\n`;
    const want = [`f:4:3: host name`];
    const zipped = gzipSync(text);
    expect(inData('f', Buffer.from(text))).toEqual(want);
    expect(inData('f', zipped)).toEqual(want);
    expect(inData('f', zipped.subarray(0, -6))).toEqual(want);
    expect(inData('f', Buffer.from(`\uFEFF${text}`, 'utf16le'))).toEqual(want);
    expect(inData('f', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16())).toEqual(want);
  });

  it('never prints the value', () => {
    const found = inData('f', Buffer.from(`${REAL.name} ${REAL.address} ${REAL.address6} ${REAL.digest('md5')}`));
    expect(found).toEqual(['f:1:1: host name', 'f:1:18: IPv4 address', 'f:1:26: IPv6 address', 'f:1:39: digest']);
  });
});

function filesIn(path: string): string[] {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => !(path === 'bench' && ['node_modules', 'data', 'package-lock.json'].includes(entry.name)))
    .flatMap((entry) => filesIn(`${path}/${entry.name}`))
    .sort();
}

function bytesOf(file: string): Buffer {
  return readFileSync(join(ROOT, file));
}

function textOf(file: string): string {
  return bytesOf(file).toString('utf8');
}

function isCode(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file);
}

function inData(file: string, bytes: Buffer): string[] {
  const text = decode(bytes[0] === 0x1f && bytes[1] === 0x8b ? unzip(bytes) : bytes);
  return leaksIn(text, 'list').map((leak) => say(file, text, leak));
}

function inCode(file: string, source: string): string[] {
  const { code, literals } = lex(source);
  return literals
    .filter((literal) => !isSpec(code, literal))
    .flatMap((literal) =>
      leaksIn(literal.text, 'program').map((leak) =>
        say(file, source, { ...leak, offset: literal.offsets[leak.offset] ?? literal.start }),
      ),
    );
}

/** The address of a published specification is for the reader; it is the one real address a format names. */
function isSpec(code: string, literal: Literal): boolean {
  return /\bspec:\s*$/.test(code.slice(0, literal.start));
}

function say(file: string, text: string, leak: Leak): string {
  const { line, column } = lineAndColumn(text, leak.offset);
  return `${file}:${line}:${column}: ${leak.kind}`;
}

/** A fixture may be a gzip file cut short: what comes out before the cut is looked at, and the rest is not there. */
function unzip(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return bytes;
  }
}

function decode(bytes: Buffer): string {
  const without = bytes.subarray(2, bytes.length - (bytes.length % 2));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return without.toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(without).swap16().toString('utf16le');
  return bytes.toString('utf8');
}
