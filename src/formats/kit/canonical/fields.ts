// What may stand in the canonical form, field by field, for its page. The types take a field that is missing here for an error.
import { kindIds } from '../../../model/kinds.ts';
import { operations, scopes } from '../../../model/scope.ts';
import type { FormatField } from '../../format.ts';
import type { headerKeys, ListKey, OpinionKey, ReviewKey, RowKey } from './shape.ts';
import { decisions, polarities, VERSION } from './shape.ts';

type Text = readonly [takes: string, example: string, meaning: string];
type Texts<Key extends string> = Readonly<Record<Key, Text>>;

const TIME = 'ISO 8601 with its zone, or seconds since 1970';
const MAP = 'object: a line number for each source';

const header: Texts<(typeof headerKeys)[number]> = {
  canonical: [
    `the number ${VERSION}`,
    String(VERSION),
    'version of the form; any new field makes a new one, and a newer one is refused as a whole',
  ],
  list: ['object', '{"partner":"Example Hotline"}', 'facts of the list, by the names below'],
};

const list: Texts<ListKey> = {
  partner: ['text', '"Example Hotline"', 'who sends it'],
  title: ['text', '"Weekly list"', 'what it is called'],
  version: ['text', '"12"', 'as the sender counts'],
  issuedAt: ['ISO 8601', '"2026-01-05T09:30:00Z"', 'when the sender issued it'],
  claimedCount: ['whole number from 0', '5', 'how many rows it says it has; another count is told'],
  marking: ['text', '"TLP:AMBER"', 'who may see it'],
  edition: [
    'full or delta',
    '"full"',
    'whether what it lacks is withdrawn; import holds --replace and --apply against it',
  ],
};

const row: Texts<RowKey> = {
  item: [
    'whole number from 1',
    '1',
    'number of the record, where it has several keys: its rows stand side by side, and numbers rise',
  ],
  kind: [kindIds.join(', '), '"md5"', 'what the key is; no row is without'],
  scope: [
    scopes.join(', '),
    '"exact"',
    'subtree: a name and all below it; prefix: all URLs that begin so; default: exact',
  ],
  operation: [
    operations.join(', '),
    '"withdrawn"',
    'withdrawn: it is taken back; excepted: it must never be blocked; default: present',
  ],
  key: ['text', '"c97e5b930eb5a08d7e4c7836046694d9"', 'digest, name, URL or address in the spelling of its kind'],
  opinions: ['list of objects', '[{"member":"acme","label":"A1"}]', 'who says what of it, by the names below'],
  disputed: ['true or false', 'true', 'whether the opinions contradict each other: worked out anew, not read'],
  reviews: ['list of objects', '[{"reviewer":"r1","decision":"confirmed"}]', 'who looked at it, by the names below'],
  firstSeen: [TIME, '"2026-01-04T09:30:00Z"', 'when it was listed first'],
  lastVerified: [TIME, '"2026-01-04T09:30:00Z"', 'when it was last found online'],
  lastReviewed: [TIME, '"2026-01-04T09:30:00Z"', 'when somebody last looked at it'],
  updated: [TIME, '"2026-01-04T09:30:00Z"', 'when the sender last changed the record: the later state of two stands'],
  expires: [TIME, '"2026-07-04T00:00:00Z"', 'when it lapses'],
  size: ['whole number from 0', '20480', 'bytes of the file'],
  partnerKey: ['text', '"case 7"', 'what the sender calls the record'],
  name: ['text', '"a.bin"', 'name of the file'],
  note: ['text', '"as sent"', 'remark of the sender'],
  spelling: ['text', '"Listed.Example."', 'the key as the sender spelled it, where that differs'],
  from: [MAP, '{"acme":2}', 'lists that say what the row says; default: this file'],
  presentBy: [MAP, '{"beta":18}', 'lists that list what the row withdraws or excepts'],
  withdrawnBy: [MAP, '{"beta":18}', 'lists that withdraw it'],
  exceptedBy: [MAP, '{"beta":18}', 'lists that except it'],
};

const opinion: Texts<OpinionKey> = {
  member: ['text', '"acme"', 'who says it; no opinion is without'],
  scheme: ['text', '"interpol"', 'the vocabulary of the label'],
  label: ['text', '"A1"', 'category, as sent'],
  polarity: [polarities.join(', '), '"deny"', 'what it asks for, where the sender states it'],
};

const review: Texts<ReviewKey> = {
  reviewer: ['text', '"r1"', 'name or number of the person; no review is without'],
  organisation: ['text', '"Example Hotline"', 'for whom'],
  country: ['text', '"SE"', 'ISO 3166, two letters'],
  decision: [decisions.join(', '), '"confirmed"', 'no review is without'],
};

export const canonicalFields: readonly FormatField[] = [
  ...fieldsOf('first line', header),
  ...fieldsOf('list', list),
  ...fieldsOf('row', row),
  ...fieldsOf('an opinion', opinion),
  ...fieldsOf('a review', review),
];

function fieldsOf(place: string, texts: Texts<string>): FormatField[] {
  return Object.entries(texts).map(([name, [takes, example, meaning]]) => ({ place, name, takes, example, meaning }));
}
