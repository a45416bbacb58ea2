// ThreatFox: the type decides, a port is never dropped in silence, and a list with other columns is no list of it.
import { describe, expect, it } from 'vitest';
import { threatfox } from '../../src/formats/threatfox.ts';
import { keyText } from '../../src/model/key-text.ts';
import { kinds } from '../../src/model/kinds.ts';
import { codesOf, readText } from '../support/format-harness.ts';

const HEADER = '# "first_seen_utc","ioc_id","ioc_value","ioc_type"';
const row = (value: string, type: string): string => `"2026-01-05 10:20:30", "1", "${value}", "${type}"`;

async function read(value: string, type: string, endpoints: 'refuse' | 'address' = 'address') {
  const { rows, findings } = await readText(threatfox, `${HEADER}\n${row(value, type)}\n`, { endpoints });
  return [rows.map(({ kind, key }) => `${kind} ${keyText(kinds[kind], key)}`), codesOf(findings).map(([code]) => code)];
}

describe('threatfox', () => {
  it.each([
    ['192.0.2.1:443', ['ip 192.0.2.1'], ['address/port-dropped']],
    ['[2001:db8::1]:443', ['ip 2001:db8::1'], ['address/port-dropped']],
    ['192.0.2.1', ['ip 192.0.2.1'], []],
    // Nobody can say where the address ends and the port begins: it is an address as it stands.
    ['2001:db8::1:443', ['ip 2001:db8::1:443'], []],
    ['192.0.2.1:', [], ['url/unusable']],
    ['192.0.2.999:443', [], ['url/unusable']],
  ])('reads the endpoint %s', async (value, rows, codes) => {
    expect(await read(value, 'ip:port')).toEqual([rows, codes]);
  });

  it('refuses endpoints unless whole addresses are asked for', async () => {
    expect(await read('192.0.2.1:443', 'ip:port', 'refuse')).toEqual([[], ['row/bad-value']]);
  });

  it.each(['', 'sha3_384_hash', 'email', 'MD5'])('refuses the type %j, whatever the value looks like', async (type) => {
    const [rows, codes] = await read('c97e5b930eb5a08d7e4c7836046694d9', type);
    expect([rows, codes]).toEqual([[], [type === '' ? 'row/missing-field' : 'row/bad-value']]);
  });

  it('refuses a list without the columns that say what it lists', async () => {
    const text = `# "first_seen_utc","ioc_id","ioc_value"\n"2026-01-05 10:20:30", "1", "www.example.com"\n`;
    await expect(readText(threatfox, text)).rejects.toMatchObject({ code: 'input/no-column', exit: 2 });
  });

  it('shows no key of the JSON export, which could be anything', async () => {
    const text = '{"www.example.com":[{"ioc_value":"x","ioc_type":"md5_hash"}]}';
    const { findings } = await readText(threatfox, text);
    expect(findings.map(({ code }) => code)).toEqual(['digest/wrong-length']);
    expect(JSON.stringify(findings)).not.toContain('example');
  });
});
