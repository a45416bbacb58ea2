// Where an output goes: to a file (file-output.ts), or to standard output, a device or a pipe. These are held back while the
// output is small, so that a list that fits is whole or absent there too; a longer one is written as it comes. A reader that goes away early ends the run quietly.
import { join } from 'node:path';
import { refused, unavailable } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import { reasonOf } from '../model/system-reason.ts';
import { deviceSink, type Sink } from './device-sink.ts';
import { fileOutput, type Output } from './file-output.ts';
import { isStream, peekFile } from './files.ts';
import { encrypting, isEncrypted } from './seal/age.ts';
import type { Sealing } from './seal/sealing.ts';
import { unzippedHead } from './unzip.ts';

/** So much of standard output waits for the end of the run: longer lists must stream, as for `head`. */
const HELD_BYTES = 1 << 20;

export interface Target {
  readonly operand: string;
  /** Identities of the inputs, which must not be written over. */
  readonly inputs: ReadonlySet<string>;
  /** Whether an existing file there may be replaced; asked with its first bytes. */
  readonly mayReplace: (head: Uint8Array) => Promise<boolean>;
  /** Name of the target format, for the refusal. */
  readonly format: string;
  /** Whether the output is encrypted: it may then take the place of an encrypted file, which nobody but its recipients can read. */
  readonly isEncrypted?: boolean;
}

/** Checks the place before any work is done for it; gives the first bytes of what will be replaced, or null. */
export async function checkTarget(target: Target, host: Host): Promise<Uint8Array | null> {
  if (target.operand === '-') return null;
  const existing = await peekFile(pathOf(target.operand, host));
  if (existing === null) return null;
  if (target.inputs.has(existing.identity)) throw refused('output/is-input', { output: target.operand });
  if (existing.size === 0) return null;
  if (target.isEncrypted === true && isEncrypted(existing.head)) return null;
  const head = unzippedHead(existing.head);
  if (!(await target.mayReplace(head))) {
    throw refused('output/exists', { output: target.operand, format: target.format });
  }
  return head;
}

/** Whether a file with content stands at the place of an output. */
export async function holdsData(operand: string, host: Host): Promise<boolean> {
  return operand !== '-' && ((await peekFile(pathOf(operand, host)))?.size ?? 0) > 0;
}

/** `isPrivate`: for the owner alone, whatever it replaces, and never through a link. */
export async function createOutput(
  operand: string,
  host: Host,
  { isPrivate = false, sealing = null }: { isPrivate?: boolean; sealing?: Sealing | null } = {},
): Promise<Output> {
  const place = operand === '-' ? null : pathOf(operand, host);
  if (place !== null && !(await isStream(place, isPrivate))) return fileOutput(operand, place, { isPrivate, sealing });
  const output = place === null ? standardOutput(host) : heldOutput(operand, operand, deviceSink(place, host.signal));
  const recipients = sealing?.recipients ?? null;
  return recipients === null ? output : encryptedOutput(output, recipients);
}

async function encryptedOutput(output: Output, recipients: readonly string[]): Promise<Output> {
  const layer = await encrypting(recipients, output.write);
  let bytes = 0;
  return {
    ...output,
    get bytes() {
      return bytes;
    },
    get released() {
      return output.released;
    },
    async write(chunk) {
      bytes += chunk.length;
      await layer.write(chunk);
    },
    async commit() {
      await layer.end();
      await output.commit();
    },
    async abandon() {
      await layer.abandon();
      await output.abandon();
    },
  };
}

function standardOutput({ stdout }: Host): Output {
  return heldOutput('-', 'standard output', { write: (chunk) => stdout.write(chunk), end: async () => {} });
}

function heldOutput(operand: string, name: string, sink: Sink): Output {
  let bytes = 0;
  let released = 0;
  let held: Uint8Array[] | null = [];
  const send = async (chunk: Uint8Array): Promise<void> => {
    try {
      await sink.write(chunk);
      released += chunk.length; // not before: a full disk got none of it
    } catch (error) {
      if (isClosedPipe(error)) throw error; // the reader has what it wanted: no failure, but the end
      throw unavailable('output/unwritable', { output: name, reason: reasonOf(error) }, error);
    }
  };
  const release = async (): Promise<void> => {
    const pieces = held ?? [];
    held = null;
    if (pieces.length > 0) await send(Buffer.concat(pieces));
  };
  return {
    operand,
    temporary: null,
    losesRights: false,
    get bytes() {
      return bytes;
    },
    get released() {
      return released;
    },
    async write(chunk) {
      bytes += chunk.length;
      if (held !== null && bytes <= HELD_BYTES) {
        held.push(chunk.slice());
        return;
      }
      await release();
      await send(chunk);
    },
    flush: async () => {},
    async commit() {
      await release();
      await sink.end();
      released = 0;
    },
    async abandon() {
      held = null;
      await sink.end();
    },
  };
}

function isClosedPipe(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}

export function pathOf(operand: string, host: Host): string {
  return operand.startsWith('/') ? operand : join(host.cwd, operand);
}
