// Small text files beside the lists: profiles, reports. Lists go through open.ts and save.ts.
import { access, appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { unavailable } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import { reasonOf } from '../model/system-reason.ts';
import { createOutput, pathOf } from './save.ts';

export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8');
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
  await writing(operand, () => appendFile(pathOf(operand, host), text));
}

export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Writes a file for a person to edit, in a folder that is made if need be. It must not be there unless it is replaced; its
 * mode is what is said, less what the process takes away from every file.
 */
export async function placeText(
  path: string,
  operand: string,
  text: string,
  { mode, isReplaced }: { readonly mode: number; readonly isReplaced: boolean },
): Promise<void> {
  await writing(operand, async () => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: isReplaced ? 'w' : 'wx', mode });
  });
}

/** Adds a line to a text file that does not have it; tells whether it was added. */
export async function addLine(path: string, operand: string, line: string): Promise<boolean> {
  const text = (await isThere(path)) ? await readText(path) : '';
  if (text.split(/\r?\n/u).includes(line)) return false;
  await writing(operand, () => appendFile(path, `${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`));
  return true;
}

async function writing(operand: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw unavailable('output/unwritable', { output: operand, reason: reasonOf(error) }, error);
  }
}
