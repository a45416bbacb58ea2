// Files with keys: read once, by one descriptor, after a look at who else may. A secret that all may read is refused, for it is
// none; one that a group may read is told, because containers hand out secrets in that way. A public key that all may write
// would let anybody decide whom to trust, or who may read the list.
import { Failure, refused, unavailable } from '../../model/failure.ts';
import type { Report } from '../../model/findings.ts';
import type { Host } from '../../model/host.ts';
import { reasonOf } from '../../model/system-reason.ts';
import { readWithMode } from '../../pipeline/files.ts';
import { pathOf } from '../../pipeline/save.ts';
import { Locked, Unreadable } from '../../pipeline/seal/minisign.ts';

export interface KeyFiles {
  /** What the file holds, as `parse` understands it; `want` is what it should be, in words. */
  secret<T>(file: string, want: string, parse: (content: Uint8Array) => T | Promise<T>): Promise<T>;
  open<T>(file: string, want: string, parse: (content: Uint8Array) => T | Promise<T>): Promise<T>;
}

const OTHERS_READ = 0o004;
const OTHERS_WRITE = 0o002;
const GROUP_READS = 0o040;

export function keyFiles(host: Host, report: Report): KeyFiles {
  const read = async (file: string): Promise<{ content: Uint8Array; mode: number }> => {
    try {
      return await readWithMode(pathOf(file, host));
    } catch (error) {
      throw unavailable('input/unreadable', { file, reason: reasonOf(error) }, error);
    }
  };
  return {
    async secret(file, want, parse) {
      const { content, mode } = await read(file);
      if ((mode & (OTHERS_READ | OTHERS_WRITE)) !== 0) {
        // What is no such key, as a public one that all may read, is told to be none: its rights are not what is wrong.
        await understood(file, want, content, parse).catch((error: unknown) => {
          if (error instanceof Failure && error.code === 'key/bad') throw error;
        });
        throw refused('key/open-to-all', { file, do: (mode & OTHERS_READ) === 0 ? 'write' : 'read' });
      }
      if ((mode & GROUP_READS) !== 0) report('key/open-to-group', { file });
      return understood(file, want, content, parse);
    },
    async open(file, want, parse) {
      const { content, mode } = await read(file);
      if ((mode & OTHERS_WRITE) !== 0) throw refused('key/open-to-all', { file, do: 'write' });
      return understood(file, want, content, parse);
    },
  };
}

async function understood<T>(
  file: string,
  want: string,
  content: Uint8Array,
  parse: (content: Uint8Array) => T | Promise<T>,
): Promise<T> {
  try {
    return await parse(content);
  } catch (error) {
    if (error instanceof Locked) throw unavailable('key/locked', { file, reason: error.message }, error);
    if (error instanceof Unreadable) throw unavailable('key/bad', { file, what: want, reason: error.message }, error);
    throw error;
  }
}
