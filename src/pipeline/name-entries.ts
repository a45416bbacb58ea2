// From findings that hold entries to findings that name them: past this no list value is in a finding, unless the user
// asked to see values.
import type { Entry, EntryName } from '../model/entry.ts';
import type { Finding, FindingCount } from '../model/findings.ts';
import { keyText } from '../model/key-text.ts';
import { kinds } from '../model/kinds.ts';
import { aliasOf } from './alias.ts';
import type { Outcome } from './job.ts';

export function nameEntries(
  findings: readonly FindingCount[],
  secretOf: Outcome['secretOf'],
  showsValues: boolean,
): FindingCount[] {
  const named = ({ about, ...finding }: Finding): Finding => {
    if (about === undefined || about === null) return finding;
    return { ...finding, entry: nameOf(about, secretOf(finding.at.source), showsValues) };
  };
  return findings.map((each) => ({ ...each, examples: each.examples.map(named) }));
}

function nameOf(entry: Entry, secret: string | null, showsValues: boolean): EntryName {
  const { kind, bytes } = entry;
  const name: EntryName = { kind, alias: secret === null ? null : aliasOf(secret, entry) };
  // A refused row is shown as sent, beside its finding.
  return showsValues && kind !== null ? { ...name, value: keyText(kinds[kind], bytes) } : name;
}
