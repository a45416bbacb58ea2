import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCidr, formatIp, mappedIpv4, numericHost, parseCidr, parseIp } from '../../src/model/address.ts';
import { type ChangeName, changesIn, type FaultCode, faultCodes } from '../../src/model/canonical.ts';
import { anyText } from '../support/hostile-text.ts';

type Read = ReturnType<typeof parseIp>;

function accepted(read: Read): { bytes: Uint8Array; changes: ChangeName[] } {
  if (!read.ok) throw new Error(`refused: ${read.fault}`);
  return { bytes: read.bytes, changes: changesIn(read.changes) };
}

function refused(read: Read): [FaultCode, number | null] {
  if (read.ok) throw new Error('accepted');
  return [read.fault, read.at];
}

const ipv4Bytes = fc.uint8Array({ minLength: 4, maxLength: 4 });
// Groups of zeros are what the short form is about.
const ipv6Bytes = fc
  .array(fc.oneof(fc.constant(0), fc.constant(0), fc.constant(1), fc.integer({ min: 0, max: 0xffff })), {
    minLength: 8,
    maxLength: 8,
  })
  .map((groups) => Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff])));
const mappedBytes = ipv4Bytes.map((bytes) => Uint8Array.from([...new Array<number>(10).fill(0), 0xff, 0xff, ...bytes]));

describe('IPv4', () => {
  test('a strict dotted quad is four bytes', () => {
    expect(accepted(parseIp('192.0.2.1'))).toEqual({ bytes: Uint8Array.of(192, 0, 2, 1), changes: [] });
    expect(accepted(parseIp('0.0.0.0'))).toEqual({ bytes: new Uint8Array(4), changes: [] });
    expect(accepted(parseIp('255.255.255.255'))).toEqual({ bytes: new Uint8Array(4).fill(255), changes: [] });
    expect(accepted(parseIp(' 192.0.2.1\u00a0')).changes).toEqual(['space-trimmed']);
  });

  test.each<[string, FaultCode, number]>([
    ['192.0.2.010', 'address/octal', 0],
    ['192.00.2.1', 'address/octal', 0],
    ['  192.0.2.01', 'address/octal', 2],
    ['0300.0.2.1', 'address/octal', 0],
    ['192.0.2.300', 'address/odd', 0],
    ['192.0.2.256', 'address/odd', 0],
    ['192.0.513', 'address/odd', 0],
    ['192.0.2.1.5', 'address/odd', 0],
    ['3221225985', 'address/odd', 0],
    ['0xc0000201', 'address/odd', 0],
    ['192.0.2.0x1', 'address/odd', 0],
    ['192.0.2.', 'address/bad', 0],
    ['.192.0.2.1', 'address/odd', 0],
    ['192..2.1', 'address/odd', 0],
    ['192.0.2.1.', 'address/bad', 0],
    ['192.0.2.1 # c', 'address/bad', 0],
    ['192.0.2.-1', 'address/bad', 0],
    ['１９２.0.2.1', 'address/odd', 0],
    ['example.com', 'address/bad', 0],
    ['', 'address/bad', 0],
    ['192.0.2.1/24', 'address/has-prefix', 9],
  ])('refuses %j', (text, fault, at) => {
    expect(refused(parseIp(text))).toEqual([fault, at]);
  });
});

describe('IPv6', () => {
  test.each<[string, string, ChangeName[]]>([
    ['2001:db8::1', '2001:db8::1', []],
    ['2001:DB8::1', '2001:db8::1', ['address-respelled']],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1', ['address-respelled']],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1', ['address-respelled']],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1', []],
    ['2001:db8::1:1:1:1:1', '2001:db8:0:1:1:1:1:1', ['address-respelled']],
    ['2001:db8:0:0:1:0:0:0', '2001:db8:0:0:1::', ['address-respelled']],
    ['2001:db8::', '2001:db8::', []],
    ['::', '::', []],
    ['0::0', '::', ['address-respelled']],
    ['::1', '::1', []],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1', []],
    ['::ffff:c000:201', '::ffff:192.0.2.1', ['address-respelled']],
    ['0:0:0:0:0:FFFF:192.0.2.1', '::ffff:192.0.2.1', ['address-respelled']],
    ['2001:db8::192.0.2.1', '2001:db8::c000:201', ['address-respelled']],
    [' 2001:db8::1 ', '2001:db8::1', ['space-trimmed']],
    [' 2001:DB8::1', '2001:db8::1', ['space-trimmed', 'address-respelled']],
  ])('%j is %j', (text, want, changes) => {
    const address = accepted(parseIp(text));
    expect(address.bytes).toHaveLength(16);
    expect(formatIp(address.bytes)).toBe(want);
    expect(address.changes).toEqual(changes);
  });

  test.each<[string, FaultCode, number]>([
    ['2001:db8::1%eth0', 'address/zone', 11],
    ['::%1', 'address/zone', 2],
    ['[2001:db8::1]', 'address/bad', 0],
    ['2001:db8::1::2', 'address/bad', 12],
    ['2001:db8:::1', 'address/bad', 10],
    [':::', 'address/bad', 2],
    [':', 'address/bad', 0],
    [':1', 'address/bad', 0],
    ['1:', 'address/bad', 1],
    ['2001:db8:1:2:3:4:5', 'address/bad', 18],
    ['2001:db8:1:2:3:4:5:6:7', 'address/bad', 21],
    ['2001:db8:1:2:3:4:5::6', 'address/bad', 0],
    ['2001:db8::12345', 'address/bad', 14],
    ['2001:db8::g', 'address/bad', 10],
    ['::ffff:192.0.2.010', 'address/octal', 7],
    ['::ffff:192.0.2.300', 'address/bad', 7],
    ['::ffff:192.0.2', 'address/bad', 7],
    ['::192.0.2.1:1', 'address/bad', 2],
    ['1:2:3:4:5:6:7:192.0.2.1', 'address/bad', 14],
    ['2001:db8::/32', 'address/has-prefix', 10],
  ])('refuses %j', (text, fault, at) => {
    expect(refused(parseIp(text))).toEqual([fault, at]);
  });

  test('mappedIpv4 sees ::ffff:0:0/96 and nothing else', () => {
    expect(mappedIpv4(accepted(parseIp('::ffff:192.0.2.1')).bytes)).toEqual(Uint8Array.of(192, 0, 2, 1));
    for (const text of ['::192.0.2.1', '2001:db8::ffff:192.0.2.1', '192.0.2.1', '::fffe:c000:201', '::feff:c000:201']) {
      expect(mappedIpv4(accepted(parseIp(text)).bytes)).toBeNull();
    }
  });
});

test('text and bytes mean each other, for every address', () => {
  return fc.assert(
    fc.property(fc.oneof(ipv4Bytes, ipv6Bytes, mappedBytes), (bytes) => {
      const text = formatIp(bytes);
      expect(parseIp(text)).toEqual({ ok: true, bytes, changes: 0 });
      // The platform writes mapped addresses in hexadecimal; all others as RFC 5952 says.
      if (bytes.length === 16 && mappedIpv4(bytes) === null) {
        expect(new URL(`http://[${text}]/`).hostname).toBe(`[${text}]`);
      }
    }),
  );
});

test('every spelling of an IPv6 address that the platform reads is read alike', () => {
  const group = fc.constantFrom('0', '00', '0000', '1', '0db8', 'FFFF', 'ffff', 'c000', '12345', 'g', '');
  const text = fc
    .tuple(fc.array(group, { minLength: 1, maxLength: 9 }), fc.constantFrom('', '', '::', '192.0.2.1', '192.0.2.01'))
    .map(([groups, tail]) => groups.join(':') + (tail === '' || tail === '::' ? tail : `:${tail}`));
  return fc.assert(
    fc.property(text, (spelling) => {
      fc.pre(spelling.includes(':'));
      const read = parseIp(spelling);
      const url = `http://[${spelling}]/`;
      expect(URL.canParse(url)).toBe(read.ok);
      if (read.ok) expect(new URL(`http://[${formatIp(read.bytes)}]/`).hostname).toBe(new URL(url).hostname);
    }),
  );
});

describe('ranges', () => {
  test.each<[string, string, number, ChangeName[]]>([
    ['192.0.2.0/24', '192.0.2.0/24', 5, []],
    ['192.0.2.1/32', '192.0.2.1/32', 5, []],
    ['0.0.0.0/0', '0.0.0.0/0', 5, []],
    [' 198.51.100.128/25 ', '198.51.100.128/25', 5, ['space-trimmed']],
    ['2001:db8::/32', '2001:db8::/32', 17, []],
    ['2001:DB8:0::/33', '2001:db8::/33', 17, ['address-respelled']],
    ['::/0', '::/0', 17, []],
    ['2001:db8::1/128', '2001:db8::1/128', 17, []],
    ['::ffff:192.0.2.0/120', '::ffff:192.0.2.0/120', 17, []],
  ])('%j is %j', (text, want, width, changes) => {
    const range = accepted(parseCidr(text));
    expect(range.bytes).toHaveLength(width);
    expect(formatCidr(range.bytes)).toBe(want);
    expect(range.changes).toEqual(changes);
  });

  test.each<[string, FaultCode, number]>([
    ['192.0.2.1/24', 'address/host-bits', 10],
    ['198.51.100.1/31', 'address/host-bits', 13],
    ['192.0.2.0/0', 'address/host-bits', 10],
    ['2001:db8::1/127', 'address/host-bits', 12],
    ['192.0.2.0/33', 'address/prefix', 10],
    ['2001:db8::/129', 'address/prefix', 11],
    ['192.0.2.0/', 'address/prefix', 10],
    ['192.0.2.0/08', 'address/prefix', 10],
    ['192.0.2.0/+8', 'address/prefix', 10],
    ['192.0.2.0/ 8', 'address/prefix', 10],
    ['192.0.2.0/24/24', 'address/prefix', 10],
    ['192.0.2.0/255.255.255.0', 'address/prefix', 10],
    ['192.0.2.1', 'address/prefix', 9],
    ['192.0.2.010/32', 'address/octal', 0],
    ['192.0.2/24', 'address/odd', 0],
    ['example.com/24', 'address/bad', 0],
    ['/24', 'address/bad', 0],
  ])('refuses %j', (text, fault, at) => {
    expect(refused(parseCidr(text))).toEqual([fault, at]);
  });

  test('every prefix of every address is a range once its host bits are cleared, and not before', () => {
    return fc.assert(
      fc.property(fc.oneof(ipv4Bytes, ipv6Bytes), fc.nat(128), (bytes, wide) => {
        const prefix = wide % (bytes.length * 8 + 1);
        const cleared = bytes.map((byte, i) => byte & ~(0xff >> Math.min(8, Math.max(0, prefix - i * 8))));
        const want = Uint8Array.of(...cleared, prefix);
        expect(parseCidr(formatCidr(want))).toEqual({ ok: true, bytes: want, changes: 0 });
        const isCleared = formatIp(cleared) === formatIp(bytes);
        expect(parseCidr(`${formatIp(bytes)}/${prefix}`).ok).toBe(isCleared);
      }),
    );
  });
});

test('numericHost separates names from the spellings of numbers', () => {
  for (const name of ['example.com', '1e2', '192.0.2.example', '0x.example', '0xg', 'a1', '-1']) {
    expect(numericHost(name)).toBe('name');
  }
  expect(numericHost('192.0.2.1')).toBe('quad');
  for (const octal of ['192.0.2.010', '010', '192.00.1', '198.051.100.08']) expect(numericHost(octal)).toBe('octal');
  for (const odd of ['0', '0x', '0x7f', '192.0.2.300', '192.0.513', '192.0.2.1.05', 'example.1', '192.0.2.0X1']) {
    expect(numericHost(odd)).toBe('odd');
  }
});

test('never throws, and names a known fault inside the text', () => {
  const text = fc.oneof(
    anyText,
    fc.ipV4Extended(),
    fc.ipV6(),
    fc.tuple(fc.ipV6(), fc.string()).map((two) => two.join('/')),
  );
  return fc.assert(
    fc.property(text, (spelling) => {
      for (const read of [parseIp(spelling), parseCidr(spelling)]) {
        if (read.ok) continue;
        expect(faultCodes).toContain(read.fault);
        expect(read.at !== null && read.at >= 0 && read.at <= spelling.length).toBe(true);
      }
    }),
  );
});

test('bytes of another width are an error', () => {
  expect(() => formatIp(new Uint8Array(5))).toThrow(RangeError);
  expect(() => formatCidr(new Uint8Array(4))).toThrow(RangeError);
});
