// Small text files beside the lists: profiles, reports. Lists go through open.ts and save.ts.
import { appendFile, readFile } from 'node:fs/promises';
import { unavailable } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import { reasonOf } from '../model/system-reason.ts';
import { createOutput, pathOf } from './save.ts';

export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8');
}

/** A short text stream to its end, such as values typed to standard input. */
export async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** Puts a text file in place, whole or not at all. */
export async function saveText(operand: string, text: string, host: Host): Promise<void> {
  const output = await createOutput(operand, host);
  try {
    await output.write(new TextEncoder().encode(text));
    await output.commit();
  } finally {
    await output.abandon();
  }
}

/** Adds to a file that others write to as well, such as the summary of a build. */
export async function appendText(operand: string, text: string, host: Host): Promise<void> {
  try {
    await appendFile(pathOf(operand, host), text);
  } catch (error) {
    throw unavailable('output/unwritable', { output: operand, reason: reasonOf(error) }, error);
  }
}
