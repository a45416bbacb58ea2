// Says a row as an update of ThreatExchange: opinions go back to the descriptors of those who gave them.
import { keyText } from '../../../model/key-text.ts';
import { type KindId, kinds } from '../../../model/kinds.ts';
import type { Opinion } from '../../../model/opinions.ts';
import { isRecordKey, keysIn, memberParts } from '../../../model/record-key.ts';
import type { Row } from '../../../model/row.ts';
import { derivedUuid } from '../derived-uuid.ts';
import { parseJson } from '../json/walk.ts';
import { MEDIA_TYPE, objectsIn, textIn } from './said.ts';
import { DESCRIPTORS, type Named, PLATFORM, REACTION, STATUS, signals, TAG } from './threatexchange.ts';

const SYSTEM = 'threatexchange:';
/** A type that is not known: kept under its name. */
const OTHER = /^threatexchange-([^:]+):(.+)$/su;

export function say({ kind, key, operation, opinions, times, extras, partnerKey = '' }: Row, now: number): string {
  const text = keyText(kinds[kind], key);
  const record = keysIn(partnerKey).find((name) => isRecordKey(name) && name.startsWith(SYSTEM));
  const id = record?.slice(SYSTEM.length) ?? derivedUuid('threatexchange', JSON.stringify([kind, text]));
  const updated = times.updated ?? (partnerKey === '' ? now : null);
  const changed = updated === null ? {} : { last_updated: updated };
  const isGone = operation === 'withdrawn';
  if (kind === 'record') return JSON.stringify({ id, ...changed, should_delete: isGone });
  const media = opinions.find(({ member, scheme }) => member === PLATFORM && scheme === MEDIA_TYPE)?.label ?? null;
  return JSON.stringify({
    id,
    ...signalOf(kind, text, media),
    ...changed,
    should_delete: isGone,
    descriptors: { data: descriptorsOf(opinions, namedIn(extras.note ?? '')) },
  });
}

function signalOf(
  kind: KindId,
  text: string,
  media: string | null,
): { readonly indicator: string; readonly type: string } {
  const fit = Object.entries(signals).filter(([, each]) => each.kind === kind && text.startsWith(each.beginning));
  const [type, signal] = fit.find(([, each]) => each.media === media) ?? fit[0] ?? [];
  if (type !== undefined && signal !== undefined) {
    const value = text.slice(signal.beginning.length);
    return { indicator: kind === 'tlsh' ? `T1${value.toUpperCase()}` : value, type };
  }
  const [, other = '', value = ''] = (kind === 'fingerprint' ? OTHER.exec(text) : null) ?? [];
  return { indicator: value, type: other };
}

function namedIn(note: string): Named[] {
  if (!note.startsWith(DESCRIPTORS)) return [];
  const parsed = parseJson(note.slice(DESCRIPTORS.length));
  return (parsed.ok ? objectsIn(parsed.value) : []).map((each) => {
    const added = textIn(each, 'added_on');
    return { id: textIn(each, 'id'), owner: textIn(each, 'owner'), ...(added === '' ? {} : { added_on: added }) };
  });
}

/** One for each that the note names. What their owners say stands in the first of each, and a further status in the next. */
function descriptorsOf(opinions: readonly Opinion[], named: readonly Named[]): object[] {
  const met = new Map<string, number>();
  return named.map(({ id, owner, added_on: added }) => {
    const before = met.get(owner) ?? 0;
    met.set(owner, before + 1);
    const own = opinions.filter(({ member }) => member === owner);
    const labels = (scheme: string): string[] =>
      own.flatMap((opinion) => (opinion.scheme === scheme ? [opinion.label ?? ''] : [])).sort();
    const statuses = labels(STATUS);
    const status = statuses[Math.min(before, statuses.length - 1)];
    const { name, number } = memberParts(owner);
    return {
      id,
      owner: { id: number, ...(name === '' ? {} : { name }) },
      ...(status === undefined ? {} : { status }),
      ...(added === undefined ? {} : { added_on: added }),
      tags: { data: before === 0 ? labels(TAG).map((text) => ({ text })) : [] },
      ...(before === 0 ? { reactions: reactionsOf(opinions, number) } : {}),
    };
  });
}

function reactionsOf(opinions: readonly Opinion[], owner: string): object[] {
  const byKey = new Map<string, string[]>();
  for (const { member, scheme, label = '' } of opinions) {
    if (scheme !== `${REACTION}${owner}`) continue;
    const members = byKey.get(label) ?? [];
    byKey.set(label, members);
    members.push(memberParts(member).number);
  }
  return [...byKey].sort().map(([key, members]) => ({ key, value: members.sort().join(',') }));
}
