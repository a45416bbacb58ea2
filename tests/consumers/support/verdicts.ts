// What clients of a resolver get, in a word, and what they should get of a name that is blocked: by the action of the list
// alone, never by what some resolver was seen to do.
import { OPEN_ADDRESS, OPEN_ADDRESS6 } from './dns-upstream.ts';
import { type Answer, TYPES, type TypeName } from './dns-wire.ts';

export const ASKED: readonly TypeName[] = ['A', 'AAAA', 'HTTPS', 'MX', 'TXT'];

/** Addresses of the stop page of these tests. */
export const PAGE = { A: '192.0.2.80', AAAA: '2001:db8::80' } as const;

/** `failure` is how Knot Resolver drops a question of a zone (research url-formats, 3.7). */
export type Action = 'nxdomain' | 'nodata' | 'refuse' | 'drop' | 'tcp-only' | 'failure' | 'null' | 'page';

/** An answer in one word, or the data of its records. */
export function worded(answer: Answer | null): string {
  if (answer === null) return 'silence';
  if (answer.isTruncated) return 'truncated';
  if (answer.rcode === 3) return 'no such name';
  if (answer.rcode === 5) return 'refused';
  if (answer.rcode === 2) return 'failure';
  if (answer.rcode !== 0) return `code ${answer.rcode}`;
  return answer.answers.length === 0 ? 'nothing' : answer.answers.map(({ data }) => data).join(' ');
}

/** `open` where the answer is that of the upstream, which alone has records of types other than addresses. */
export function verdictOn(answer: Answer | null, type: TypeName): string {
  const word = worded(answer);
  const own = answer?.answers.some((record) => record.type === TYPES[type]) === true;
  if (type === 'A') return word === OPEN_ADDRESS ? 'open' : word;
  if (type === 'AAAA') return word === OPEN_ADDRESS6 ? 'open' : word;
  return own ? 'open' : word;
}

const WORDS: Readonly<Partial<Record<Action, string>>> = {
  nxdomain: 'no such name',
  nodata: 'nothing',
  refuse: 'refused',
  drop: 'silence',
  'tcp-only': 'truncated',
  failure: 'failure',
};

/** What a blocked name gets for a type. A page and a null address have no records but addresses, and none may leak. */
export function wantedFor(action: Action, type: TypeName): string {
  if (action === 'page') return type === 'A' || type === 'AAAA' ? PAGE[type] : 'nothing';
  if (action === 'null') return type === 'A' ? '0.0.0.0' : type === 'AAAA' ? '::' : 'nothing';
  return WORDS[action] ?? '';
}
