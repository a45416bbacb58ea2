// listbridge audit: who did what with the registry, and whether the log of it, and all that it tells of, is as it was written.
import * as z from 'zod';
import { EXIT, type ExitCode, type Failure, unavailable, usage } from '../model/failure.ts';
import { auditEntries, auditHead, brokenRecord } from '../registry/audit.ts';
import { type Alteration, alteration } from '../registry/verify.ts';
import { auditLines, headText } from '../report/registry-text.ts';
import { registryOptions } from './shared/registry-options.ts';
import { withRegistry } from './shared/registry-run.ts';
import { defineCommand, option } from './shared/spec.ts';

const ACTIONS = ['list', 'head', 'verify'];

/** As `audit head` prints it. */
const head = z.string().transform((text, context) => {
  const parts = /^(\d{1,15}) ([0-9a-f]{64})$/u.exec(text.trim());
  if (parts !== null) return { number: Number(parts[1]), hash: parts[2] ?? '' };
  context.addIssue({ code: 'custom', message: 'it is what audit head prints: a number and a hash' });
  return z.NEVER;
});

export const audit = defineCommand({
  name: 'audit',
  summary: 'print the audit log of the registry or its head, or verify that all is as it tells',
  operands: [{ usage: '[action]', about: 'list, head or verify; default: list', values: ACTIONS }],
  options: {
    ...registryOptions,
    head: option({
      flags: '--head <head>',
      about: 'with verify: a head that was kept elsewhere, without which a log written anew as a whole does not show',
      group: 'Judging',
      schema: head.optional(),
      byHandOnly: true,
    }),
  },
  examples: [
    {
      line: 'audit head > head.txt',
      does: 'the number and the hash of the last record, to be signed or kept elsewhere',
    },
    { line: 'audit verify --head "$(cat head.txt)"', does: 'exit 4 and the first record that is not as it was' },
  ],
  async run([action = 'list'], { registry: named, head: kept }, host): Promise<ExitCode> {
    if (!ACTIONS.includes(action))
      throw usage('usage/command-line', { reason: `audit ${action} is none of ${ACTIONS.join(', ')}` });
    return withRegistry(named, host, 'read', async (registry) => {
      const { database } = registry;
      if (action === 'list') await host.stdout.write(auditLines([...auditEntries(database)]));
      if (action === 'head') await host.stdout.write(headText(auditHead(database)));
      if (action !== 'verify') return EXIT.ok;
      const broken = brokenRecord(database, kept);
      if (broken !== null) throw unavailable('registry/audit-broken', { number: broken });
      const altered = alteration(registry);
      if (altered !== null) throw failureOf(altered);
      await host.stdout.write(headText(auditHead(database)));
      return EXIT.ok;
    });
  },
});

function failureOf({ what, number }: Alteration): Failure {
  return number === null
    ? unavailable('registry/unrecorded', { what })
    : unavailable('registry/altered', { what, number });
}
