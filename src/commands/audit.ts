// listbridge audit: who did what with the registry, and whether the log of it, and all that it tells of, is as it was written.
import * as z from 'zod';
import { EXIT, type ExitCode, type Failure, unavailable, usage } from '../model/failure.ts';
import type { Report } from '../model/findings.ts';
import type { Host } from '../model/host.ts';
import { auditEntries, auditHead, brokenRecord } from '../registry/audit.ts';
import type { Registry } from '../registry/registry.ts';
import { type Alteration, alteration } from '../registry/verify.ts';
import { auditLines, headText } from '../report/registry-text.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { noticeText } from '../report/text.ts';
import { answerOptions } from './shared/answer-options.ts';
import { headSealing, keptHead, writeHead } from './shared/audit-head.ts';
import { flag } from './shared/option-values.ts';
import { registryOptions } from './shared/registry-options.ts';
import { withRegistry } from './shared/registry-run.ts';
import { openingOptions, sealingOptions } from './shared/seal-options.ts';
import { defineCommand, flagOf, type OptionsOf, option } from './shared/spec.ts';

const ACTIONS = ['list', 'head', 'verify'];

const options = {
  ...registryOptions,
  output: option({
    flags: '-o, --output <file>',
    about: 'with head: where to write it; default: standard output',
    group: 'Output',
    schema: z.string().default('-'),
    byHandOnly: true,
  }),
  signWith: { ...sealingOptions.signWith, about: `with head: ${sealingOptions.signWith.about}`, byHandOnly: true },
  force: option({
    flags: '-f, --force',
    about: 'with head: replace a file that holds something else',
    group: 'Output',
    schema: flag,
    byHandOnly: true,
  }),
  head: option({
    flags: '--head <head|file>',
    about: 'with verify: a head that was kept elsewhere, without which a log written anew as a whole does not show',
    group: 'Judging',
    schema: z.string().optional(),
    byHandOnly: true,
  }),
  verifyWith: option({
    ...openingOptions.verifyWith,
    flags: '--verify-with <file>',
    about: 'with verify: public key (minisign) that must have signed the file that --head names',
    byHandOnly: true,
  }),
  signature: option({
    ...openingOptions.signature,
    flags: '--signature <file>',
    about: 'with verify: signature of that file; default: the file beside it with .minisig behind its name',
    byHandOnly: true,
  }),
  passphraseFile: option({
    ...openingOptions.passphraseFile,
    about: 'with head: passphrase, on the first line, of a protected secret key',
    byHandOnly: true,
  }),
  color: answerOptions.color,
} as const;

type Options = OptionsOf<typeof options>;

/** What each action takes beside the registry: an option that is not looked at would be taken for one that is. */
const TAKEN: Readonly<Record<string, readonly (keyof typeof options)[]>> = {
  head: ['output', 'signWith', 'passphraseFile', 'force'],
  verify: ['head', 'verifyWith', 'signature'],
};

export const audit = defineCommand({
  name: 'audit',
  summary: 'print the audit log of the registry or its head, or verify that all is as it tells',
  operands: [{ usage: '[action]', about: 'list, head or verify; default: list', values: ACTIONS }],
  options,
  examples: [
    {
      line: 'audit head -o head.txt --sign-with list.key',
      does: 'the number and the hash of the last record, signed: keep both files elsewhere',
    },
    {
      line: 'audit verify --head head.txt --verify-with list.pub',
      does: 'exit 4, and the first record that is not as it was, or what it tells of and is not',
    },
  ],
  async run([action = 'list'], given, host): Promise<ExitCode> {
    if (!ACTIONS.includes(action))
      throw usage('usage/command-line', { reason: `audit ${action} is none of ${ACTIONS.join(', ')}` });
    checkTaken(action, given);
    const style = styleOf(colourLevel(given.color, host.env, host.stderr));
    const notices: string[] = [];
    const report: Report = (code, args) => void notices.push(noticeText({ code, args }, style, { showValues: false }));
    const exit = await (action === 'head' ? head : action === 'verify' ? verify : list)(given, host, report);
    await host.stderr.write(notices.join(''));
    return exit;
  },
});

async function list({ registry: named }: Options, host: Host): Promise<ExitCode> {
  return withRegistry(named, host, 'read', async ({ database }) => {
    await host.stdout.write(auditLines([...auditEntries(database)]));
    return EXIT.ok;
  });
}

async function head(given: Options, host: Host, report: Report): Promise<ExitCode> {
  const sealing = await headSealing(given, host, report);
  return withRegistry(given.registry, host, 'read', async ({ database }) => {
    await writeHead(auditHead(database), given.output, sealing, host);
    return EXIT.ok;
  });
}

async function verify(given: Options, host: Host, report: Report): Promise<ExitCode> {
  if (given.head === undefined && given.verifyWith.length + given.signature.length > 0)
    throw usage('usage/bad-option', { option: '--head', reason: 'name the file whose signature is to be checked' });
  const kept = given.head === undefined ? undefined : await keptHead(given.head, given, host, report);
  return withRegistry(given.registry, host, 'read', async (registry) => {
    const failure = fault(registry, kept);
    if (failure !== null) throw failure;
    const last = auditHead(registry.database);
    await host.stdout.write(headText(last));
    report('registry/whole', { count: last.number });
    return EXIT.ok;
  });
}

function fault(registry: Registry, kept: Parameters<typeof brokenRecord>[1]): Failure | null {
  const broken = brokenRecord(registry.database, kept);
  if (broken !== null) return unavailable('registry/audit-broken', { number: broken });
  const altered = alteration(registry);
  return altered === null ? null : failureOf(altered);
}

function failureOf({ what, number }: Alteration): Failure {
  return number === null
    ? unavailable('registry/unrecorded', { what })
    : unavailable('registry/altered', { what, number });
}

function checkTaken(action: string, given: Options): void {
  for (const [owner, names] of Object.entries(TAKEN)) {
    const other = names.find((name) => owner !== action && isGiven(given[name]));
    if (other === undefined) continue;
    throw usage('usage/bad-option', { option: flagOf(options[other]), reason: `it is for audit ${owner}` });
  }
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false && value !== '-';
}
