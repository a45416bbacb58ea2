// From --policy to the policy: one that ships, or a file, with what it extends.
import type { ReadPolicyFile } from '../../hygiene/policies/compile.ts';
import { judgeOf } from '../../hygiene/policies/judge.ts';
import { earliest } from '../../hygiene/policies/lapses.ts';
import { unavailable } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';
import type { Interns } from '../../model/opinions.ts';
import type { Policy } from '../../model/policy.ts';
import { reasonOf } from '../../model/system-reason.ts';
import type { ListPolicy } from '../../pipeline/job.ts';
import { pathOf } from '../../pipeline/save.ts';
import { readText } from '../../pipeline/text-file.ts';

/** The policy of this name or file; null where none was asked for. */
export async function policyChosen(name: string | undefined, host: Host): Promise<Policy | null> {
  if (name === undefined) return null;
  const { policyNamed } = await import('../../hygiene/policies/compile.ts'); // with a parser that takes time to load
  return policyNamed(name, readerOf(host));
}

/** A policy names files beside itself, as it may be used from any folder. */
function readerOf(host: Host): ReadPolicyFile {
  const folders = new Map<string, string>();
  return async (file, from) => {
    const folder = from === null ? '' : (folders.get(from) ?? '');
    const path = file.startsWith('/') ? file : `${folder}${file}`;
    folders.set(file, path.slice(0, path.lastIndexOf('/') + 1));
    try {
      return await readText(pathOf(path, host));
    } catch (error) {
      throw unavailable(
        'input/file-unreadable',
        {
          file: path,
          role: from === null ? 'the policy' : `which the policy ${from} extends`,
          reason: reasonOf(error),
        },
        error,
      );
    }
  };
}

/** A policy made ready for one run. */
export function listPolicyOf(policy: Policy | null, interns: Interns, asOf: number): ListPolicy | null {
  if (policy === null) return null;
  return { policy, judge: judgeOf(policy, interns, asOf), issuedSince: earliest(policy.list.limit, asOf) };
}
