// threatexchange-cache: what Meta's command line program for ThreatExchange keeps of an exchange, `simple.HASH_MD5.te`: indicator,
// number of a descriptor, day, and labels with blanks between, without a header; its successor puts the number of the indicator
// second. Read only. What the indicators are only the name of the file says, hence the option. Facts: research hash-formats 1.5, B2.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { usage } from '../model/failure.ts';
import type { KindId } from '../model/kinds.ts';
import { defineFormat, type Head } from './format.ts';
import { areMost } from './kit/entry-lines.ts';
import { MEDIA_TYPE } from './kit/exchange/said.ts';
import { PLATFORM, signals, TAG } from './kit/exchange/threatexchange.ts';
import { toPeeked } from './kit/peek.ts';
import { readDelimited } from './kit/table/csv.ts';
import { textCell } from './kit/table/labels.ts';
import type { ColumnRef, ListSyntax, OpinionColumns, TableProfile } from './kit/table/profile.ts';
import { keyColumn, publishedProfile } from './kit/table/published.ts';
import { isoPattern } from './kit/time/pattern.ts';

/** Types whose indicators are digests by themselves. */
const types = Object.entries(signals).flatMap(([type, { kind }]) => (kind === 'fingerprint' ? [] : [type]));

const options = z.strictObject({
  type: z
    .enum(types as [string, ...string[]])
    .optional()
    .describe('what the indicators are, as the name of the file says it: simple.HASH_MD5.te'),
});
type Options = z.infer<typeof options>;

const BLANKS: ListSyntax = { separator: 32, escapes: false, inText: null };
/** A digest, one number or two, a day, and labels. */
const LINE = /^"?[0-9a-z]{32,72}"?,(?:"?\d{1,24}"?,){1,2}"?\d{4}-\d\d-\d\d[T ][\d:]{8}(?:[+-]\d\d:?\d\d|Z)?"?,[^,]*$/iu;

const carries: Carries = {
  kinds: [...new Set(types.map((type) => kindOf(type)))],
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'many',
  withdrawals: 'none',
  exceptions: false,
  fields: { partnerKey: 'exact', firstSeen: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

function kindOf(type: string): KindId {
  return signals[type]?.kind ?? 'md5';
}

function columnAt(index: number, shown: string): ColumnRef {
  return { shown, names: [], index, need: 'should' };
}

function profileOf(type: string, hasIndicatorId: boolean): TableProfile {
  const more = hasIndicatorId ? 1 : 0;
  const media = signals[type]?.media ?? null;
  const tags: OpinionColumns = {
    member: { fixed: null },
    scheme: { fixed: TAG },
    label: { ...textCell(columnAt(3 + more, 'labels')), list: BLANKS },
    polarity: { fixed: null },
  };
  const medium: OpinionColumns = {
    member: { fixed: PLATFORM },
    scheme: { fixed: MEDIA_TYPE },
    label: { fixed: media },
    polarity: { fixed: null },
  };
  return publishedProfile({
    id: 'threatexchange-cache',
    title: 'cache of ThreatExchange',
    header: 'none',
    keys: [{ ...keyColumn(columnAt(0, 'indicator'), kindOf(type)), strip: kindOf(type) === 'tlsh' ? ['T1'] : [] }],
    opinions: media === null ? [tags] : [tags, medium],
    times: [{ column: columnAt(2 + more, 'added_on'), field: 'firstSeen', patterns: [isoPattern] }],
    texts: [{ column: columnAt(1, hasIndicatorId ? 'indicator_id' : 'first_descriptor_id'), field: 'partnerKey' }],
    required: [columnAt(0, 'indicator')],
  });
}

export const threatexchangeCache = defineFormat<Options>({
  id: 'threatexchange-cache',
  title: 'Cache of the ThreatExchange program',
  about: { partner: 'Meta ThreatExchange', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.te'] },
  carries,
  carriesWith: ({ type }) => (type === undefined ? carries : { ...carries, kinds: [kindOf(type)] }),
  options,
  examples: [
    {
      name: 'labels, none, and a digest that is cut',
      text: [
        'c97e5b930eb5a08d7e4c7836046694d9,10,2026-01-01T00:00:00+0000,media_type_video example',
        '10c9e2cde0416ca92132df8805841b00,11,2026-01-02T00:00:00+0000,',
        'd4e06766e751a61f6bcdec13d149fd,12,2026-01-03T00:00:00+0000,example',
        '',
      ].join('\n'),
      options: { type: 'HASH_MD5' },
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00' },
      ],
      findings: [['digest/wrong-length', 3]],
    },
    {
      name: 'with numbers of indicators, of videos',
      text: 'c97e5b930eb5a08d7e4c7836046694d9,1001,10,2026-01-01T00:00:00+0000,example\n',
      options: { type: 'HASH_VIDEO_MD5' },
      rows: [{ kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' }],
      findings: [['row/unknown-column', 1]],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.filter((line) => line.trim() !== '');
    return areMost(lines, (line) => LINE.test(line))
      ? { sure: 'certain', because: 'the lines are those that the ThreatExchange program keeps' }
      : null;
  },

  read: toPeeked((head, { type }: Options) => {
    if (type === undefined) {
      const reason =
        'the lines do not say what they list, the name of the file does; say type=HASH_MD5 or another of its types';
      throw usage('usage/bad-option', { option: '--from-option type', reason });
    }
    const first = head.split(/[\r\n]/u, 1)[0] ?? '';
    return readDelimited(() => profileOf(type, first.split(',').length > 4));
  }),
});
