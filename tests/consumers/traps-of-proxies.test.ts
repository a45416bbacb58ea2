// Lists full of traps, as partners send them, on their way to proxies: whatever is left of them loads without complaint.
// One bad line would cost nginx or Squid the whole list.
import { expect, it } from 'vitest';
import { runProgram, withPrograms } from './support/programs.ts';
import { squidComplaints, squidConfig } from './support/squid.ts';
import { useStand } from './support/stand.ts';
import { type Traps, trapsIn } from './support/traps.ts';

const stand = useStand();
const NAMES: Traps = { format: 'domain-list', file: 'domain-list/subtree.txt', options: { scope: 'dotted' } };
const URLS: Traps = { format: 'url-list', file: 'url-list/traps.txt', options: { scope: 'exact' } };

/** The file of a list of traps in this format; it has entries, or the test would prove nothing. */
async function fileOf(traps: Traps, to: string, options: Record<string, unknown> = {}): Promise<string> {
  const bytes = await trapsIn(traps, to, options);
  expect(bytes.toString().split('\n').length).toBeGreaterThan(15);
  return stand.write(`${to}-${traps.format}`, bytes);
}

withPrograms('squid and traps', ['squid'], () => {
  it.each([
    ['names', 'dstdomain', NAMES, 'squid-dstdomain'],
    ['TLS names', 'ssl::server_name', NAMES, 'squid-server-name'],
    ['URLs', 'url_regex', URLS, 'squid-url-regex'],
  ] as const)('loads %s', async (_name, type, traps, format) => {
    const file = await fileOf(traps, format);
    const lines = [`acl listed ${type} "${file}"`, 'http_access deny listed'];
    expect(squidComplaints(stand.write(`${format}.conf`, squidConfig(3128, 80, lines)))).toEqual([]);
  });
});

withPrograms('nginx and traps', ['nginx'], () => {
  it.each([
    ['names', NAMES, {}, '$host $listed { hostnames; default 0;'],
    ['URLs', URLS, { match: 'url' }, '"$host$uri$is_args$args" $listed { default 0;'],
  ] as const)('loads %s', async (name, traps, options, map) => {
    const file = await fileOf(traps, 'nginx-map', options);
    const sizes = 'map_hash_bucket_size 8192; map_hash_max_size 1048576;';
    const http = `http { access_log off; ${sizes} map ${map} include ${file}; } }`;
    const config = stand.write(`nginx-${name}.conf`, `pid ${stand.path('pid')};\nevents {}\n${http}\n`);
    const { exit, output } = runProgram('nginx', ['-t', '-c', config]);
    expect([exit, output.match(/\[(?:warn|emerg)\] (?!.*error log file)[^"]*/gu)]).toEqual([0, null]);
  });
});

withPrograms('haproxy and traps', ['haproxy'], () => {
  it('loads names', async () => {
    const file = await fileOf(NAMES, 'haproxy-map');
    const acl = `acl listed req.hdr(host),map_str(${file}) -m found`;
    const front = `frontend web\n  bind 127.0.0.1:1\n  ${acl}\n  http-request return status 451 if listed\n`;
    const times = 'timeout connect 5s\n  timeout client 5s\n  timeout server 5s';
    const config = stand.write('haproxy.cfg', `defaults\n  mode http\n  ${times}\n${front}`);
    const { exit, output } = runProgram('haproxy', ['-c', '-f', config]);
    expect([exit, output.match(/(?:WARNING|ALERT).*/gu)]).toEqual([0, null]);
  });
});
