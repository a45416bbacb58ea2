// Small text files beside the lists: profiles, reports. Lists go through open.ts and save.ts.
import { readFile } from 'node:fs/promises';
import type { Host } from '../model/host.ts';
import { createOutput } from './save.ts';

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
