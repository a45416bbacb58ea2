// How `listbridge init` writes its files: all or none where any is there already, and a key only once.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { refused } from '../../model/failure.ts';
import { addLine, isThere, placeText } from '../../pipeline/text-file.ts';
import type { WrittenFile } from '../../report/init-text.ts';
import { type InitFile, KEY_FILE } from './init-files.ts';

export async function placeFiles(root: string, files: readonly InitFile[], force: boolean): Promise<WrittenFile[]> {
  const there: string[] = [];
  for (const { name } of files) if (await isThere(join(root, name))) there.push(name);
  if (there.length > 0 && !force) throw refused('output/already-there', { output: there.join(', ') });
  for (const { name, text } of files) {
    await placeText(join(root, name), name, text, { mode: 0o644, isReplaced: force });
  }
  return files.map(({ name, about }) => ({ name, about: there.includes(name) ? `${about} (replaced)` : about }));
}

/** Bytes of a key: more than an HMAC of SHA-256 can use up. */
const KEY_BYTES = 32;

/** The key, and the line that keeps it out of the repository. With another key all aliases are others: it is never replaced. */
export async function makeKey(root: string): Promise<WrittenFile[]> {
  const path = join(root, KEY_FILE);
  if (await isThere(path)) return [{ name: KEY_FILE, about: 'the key of the aliases was there, and is left as it is' }];
  const key = `${randomBytes(KEY_BYTES).toString('hex')}\n`;
  await placeText(path, KEY_FILE, key, { mode: 0o600, isReplaced: false });
  const isNew = await addLine(join(root, '.gitignore'), '.gitignore', `/${KEY_FILE}`);
  const ignored: WrittenFile[] = isNew ? [{ name: '.gitignore', about: 'leaves the key out of the repository' }] : [];
  return [{ name: KEY_FILE, about: 'the key of the aliases; keep a copy where you keep secrets' }, ...ignored];
}
