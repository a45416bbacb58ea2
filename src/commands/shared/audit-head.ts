// The head of the audit log on its way out, signed as lists are, and back in, to hold the log against it.
import { type Failure, unavailable, usage } from '../../model/failure.ts';
import type { Report } from '../../model/findings.ts';
import type { Host } from '../../model/host.ts';
import { reasonOf } from '../../model/system-reason.ts';
import { peekFile, readWithMode } from '../../pipeline/files.ts';
import { checkTarget, createOutput, pathOf } from '../../pipeline/save.ts';
import { awaited, checked } from '../../pipeline/seal/check-signature.ts';
import type { Sealing } from '../../pipeline/seal/sealing.ts';
import { readText } from '../../pipeline/text-file.ts';
import type { AuditHead } from '../../registry/audit.ts';
import { headText } from '../../report/registry-text.ts';
import { openingsOf, sealFiles, sealingOf } from './seals.ts';

export interface HeadOptions {
  readonly output: string;
  readonly force: boolean;
  readonly signWith: string | undefined;
  readonly verifyWith: readonly string[];
  readonly signature: readonly string[];
  readonly passphraseFile: readonly string[];
}

type Seals = Parameters<typeof sealingOf>[0];

/** How the head is signed, and that it may be written there; before the registry is opened. */
export async function headSealing(options: HeadOptions, host: Host, report: Report): Promise<Sealing | null> {
  const { output, force } = options;
  const seals = sealsOf(options);
  const sealing = await sealingOf(seals, Math.floor(host.now()), host, report);
  const inputs = new Set<string>();
  for (const file of sealFiles(seals)) {
    const found = await peekFile(pathOf(file, host)).catch(() => null); // what cannot be read was told
    if (found !== null) inputs.add(found.identity);
  }
  const mayReplace = async (head: Uint8Array): Promise<boolean> => force || parsed(Buffer.from(head)) !== null;
  await checkTarget({ operand: output, inputs, mayReplace, format: 'the head of an audit log' }, host);
  return sealing;
}

/** To standard output, or to a file that is whole or absent, with its signature beside it. */
export async function writeHead(head: AuditHead, output: string, sealing: Sealing | null, host: Host): Promise<void> {
  const out = await createOutput(output, host, { sealing });
  try {
    await out.write(Buffer.from(headText(head)));
    await out.commit();
  } catch (error) {
    await out.abandon();
    throw error;
  }
}

/** As `audit head` prints it, or from the file that it was written to, whose signature may be demanded. */
export async function keptHead(given: string, options: HeadOptions, host: Host, report: Report): Promise<AuditHead> {
  const typed = parsed(given);
  const [opening] = await openingsOf([given], ['head'], { ...sealsOf(options), decryptWith: [] }, host, report);
  const verify = opening?.verify ?? null;
  if (typed !== null && verify === null) return typed;
  if (typed !== null) throw bad('only a file has a signature: name the file that the head was written to');
  let content: Uint8Array;
  try {
    ({ content } = await readWithMode(pathOf(given, host)));
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT')
      throw bad(
        `there is no file ${given}, and it is no head either: it is what audit head prints, or a file that has it`,
      );
    throw unavailable('input/unreadable', { file: given, reason: reasonOf(error) }, error);
  }
  if (verify !== null) {
    const wanted = await awaited(given, verify, (file) => readText(pathOf(file, host)));
    await checked(once(content), given, verify.signature, wanted);
  }
  const head = parsed(Buffer.from(content));
  if (head === null) throw bad(`${given} is not what audit head wrote: a number and a hash`);
  return head;
}

function parsed(text: string | Buffer): AuditHead | null {
  const parts = /^(\d{1,15}) ([0-9a-f]{64})$/u.exec(text.toString('utf8').trim());
  return parts === null ? null : { number: Number(parts[1]), hash: parts[2] ?? '' };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A head is signed, and not encrypted: there is nothing in it to hide. */
function sealsOf({ output, signWith, verifyWith, signature, passphraseFile }: HeadOptions): Seals {
  const given = { verifyWith: [...verifyWith], signature: [...signature], passphraseFile: [...passphraseFile] };
  return { ...given, output, signWith, encryptTo: [], decryptWith: [], verify: false };
}

function bad(reason: string): Failure {
  return usage('usage/bad-option', { option: '--head', reason });
}
