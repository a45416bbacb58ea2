// Name servers loading a list, each with the smallest configuration that does: `node name-servers.mjs SERVER LIST NAME`
// starts it on the loopback address and asks for NAME until it is blocked. Its forwarder is a port where nobody listens:
// nothing leaves the machine, and a name that is not blocked yet gets no such answer.
// Run as a program it does the work; imported it says what is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(import.meta.url);
const LOOPBACK = '127.0.0.1';
/** Discard: nobody listens there. */
const NOBODY = 9;
const LIMIT_MS = 180_000;
const NXDOMAIN = 3;

function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

const missing = (program) =>
  findProgram(program) === null ? `${program} is not installed (scripts/consumers.sh)` : null;

/** A checker of the program's own, which ends by itself. */
export const checker = (program, ...words) => ({
  missing: missing(program),
  command: [findProgram(program) ?? program, ...words],
});

export const loading = (server, list, name) => ({
  missing: missing(servers[server].program),
  command: [process.execPath, own, server, list, name],
});

/** The first line of what each says of its version. */
export function versions() {
  const asked = [
    ['named', '-v'],
    ['unbound', '-V'],
    ['dnsmasq', '-v'],
    ['pdns_recursor', '--version'],
    ['kresd', '-V'],
  ];
  const found = asked.flatMap(([program, word]) => {
    const path = findProgram(program);
    if (path === null) return [];
    const { stdout, stderr } = spawnSync(path, [word], { encoding: 'utf8' });
    return [`${program} ${/\d+\.\d+(?:\.\d+)?/.exec(`${stdout}${stderr}`)?.[0] ?? '?'}`];
  });
  return found.length > 0 ? found.join(', ') : 'none is installed';
}

const unbound = (modules, more) => ({
  program: 'unbound',
  files: (list, port, folder) => ({
    'unbound.conf': `server:
  interface: ${LOOPBACK}@${port}
  directory: "${folder}"
  username: ""
  chroot: ""
  pidfile: ""
  use-syslog: no
  do-not-query-localhost: no
  module-config: "${modules}"
${more(list)}
forward-zone:
  name: "."
  forward-addr: ${LOOPBACK}@${NOBODY}
`,
  }),
  words: (folder) => ['-d', '-c', join(folder, 'unbound.conf')],
});

const kresd = (rules) => ({
  program: 'kresd',
  files: (list, port) => ({
    'kresd.conf': `net.listen('${LOOPBACK}', ${port}, { kind = 'dns' })
modules.unload('priming')
modules.unload('detect_time_skew')
modules = { 'policy' }
trust_anchors.remove('.')
cache.size = 10*MB
${rules(list)}
policy.add(policy.all(policy.STUB('${LOOPBACK}@${NOBODY}')))
`,
  }),
  words: (folder) => ['-n', '-c', join(folder, 'kresd.conf'), folder],
});

const servers = {
  bind: {
    program: 'named',
    files: (list, port, folder) => ({
      'named.conf': `options {
  directory "${folder}"; pid-file none; session-keyfile none; managed-keys-directory "${folder}";
  listen-on port ${port} { ${LOOPBACK}; }; listen-on-v6 { none; };
  recursion yes; dnssec-validation no; empty-zones-enable no; forwarders { ${LOOPBACK} port ${NOBODY}; }; forward only;
  response-policy { zone "rpz"; } qname-wait-recurse no;
};
controls { };
zone "rpz" { type primary; file "${list}"; allow-query { none; }; };
`,
    }),
    words: (folder) => ['-g', '-c', join(folder, 'named.conf')],
  },
  'unbound-rpz': unbound('respip iterator', (list) => `rpz:\n  name: "rpz"\n  zonefile: "${list}"`),
  'unbound-zones': unbound('iterator', (list) => `include: "${list}"`),
  powerdns: {
    program: 'pdns_recursor',
    files: (list, port, folder) => ({
      'rpz.lua': `rpzFile("${list}", {policyName="list"})\n`,
      'recursor.conf': `local-address=${LOOPBACK}
local-port=${port}
socket-dir=${folder}
lua-config-file=${join(folder, 'rpz.lua')}
forward-zones-recurse=.=${LOOPBACK}:${NOBODY}
dont-query=
dnssec=off
security-poll-suffix=
daemon=no
write-pid=no
`,
    }),
    words: (folder) => [`--config-dir=${folder}`],
  },
  'knot-rpz': kresd((list) => `policy.add(policy.rpz(policy.DENY, '${list}', false))`),
  'knot-policy': kresd((list) => `dofile('${list}')`),
  dnsmasq: {
    program: 'dnsmasq',
    files: (list, port) => ({
      'dnsmasq.conf': `port=${port}
listen-address=${LOOPBACK}
bind-interfaces
no-resolv
no-hosts
server=${LOOPBACK}#${NOBODY}
pid-file=
conf-file=${list}
`,
    }),
    words: (folder) => ['-k', '-C', join(folder, 'dnsmasq.conf'), ...(process.getuid() === 0 ? ['--user=root'] : [])],
  },
};

async function freePort() {
  const socket = createSocket('udp4').bind(0, LOOPBACK);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

/** The code of an answer, or null where none came in time. */
function ask(port, name) {
  const labels = name.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label, 'latin1')]);
  const head = Buffer.from([0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    const end = (code) => {
      clearTimeout(timer);
      socket.close();
      resolve(code);
    };
    const timer = setTimeout(() => end(null), 250);
    socket.on('message', (message) => end(message[3] & 15));
    socket.on('error', () => {}); // nobody listens yet
    socket.connect(port, LOOPBACK, () => socket.send(Buffer.concat([head, ...labels, Buffer.from([0, 0, 1, 0, 1])])));
  });
}

async function load(server, list, name) {
  const { program, files, words } = servers[server];
  const folder = mkdtempSync(join(tmpdir(), 'listbridge-bench-server-'));
  const port = await freePort();
  for (const [file, text] of Object.entries(files(list, port, folder))) writeFileSync(join(folder, file), text);
  const child = spawn(findProgram(program), words(folder), { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said = (said + piece).slice(-2000)));
  let isOver = false;
  const ended = new Promise((resolve) => {
    const end = () => {
      isOver = true;
      resolve();
    };
    child.once('close', end).once('error', end);
  });
  const until = Date.now() + LIMIT_MS;
  let code = null;
  while (!isOver && code !== NXDOMAIN && Date.now() < until) {
    code = await ask(port, name);
    if (code !== NXDOMAIN) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  await ended;
  rmSync(folder, { recursive: true, force: true });
  if (code !== NXDOMAIN)
    throw new Error(`${program} ${isOver ? 'ended' : 'did not block'}: ${said.trim().split('\n').at(-1)}`);
  process.stdout.write('blocks\n');
}

if (process.argv[1] === own) await load(...process.argv.slice(2));
