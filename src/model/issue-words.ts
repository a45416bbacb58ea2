// What is wrong with a value that somebody typed, in our words: the schema's own say "expected record, received array".
// The value itself is never repeated, because a file named by mistake may be a list.

/** As much of a fault of a schema as is looked at. */
interface Issue {
  readonly code?: string | undefined;
  readonly expected?: unknown;
  readonly values?: readonly unknown[];
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly origin?: unknown;
  readonly input?: unknown;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with their values',
  record: 'keys with their values',
};

/** The fault in words; undefined where the schema has words of its own. */
export function issueWords(issue: Issue): string | undefined {
  const { code, expected, values = [], minimum, maximum, origin } = issue;
  switch (code) {
    case 'invalid_type': {
      const want = TYPES[String(expected)] ?? 'another value';
      return 'input' in issue && issue.input === undefined ? `missing, expected ${want}` : `expected ${want}`;
    }
    case 'invalid_value':
      return values.length === 1 ? `expected ${String(values[0])}` : `expected one of ${values.join(', ')}`;
    case 'too_small':
      if (origin === 'string') return 'expected a text that is not empty';
      return origin === 'array' ? 'expected a list that is not empty' : `expected ${String(minimum)} or more`;
    case 'too_big':
      return origin === 'string' ? 'expected a shorter text' : `expected ${String(maximum)} or less`;
    case 'invalid_format':
      return 'expected another form';
    case 'invalid_key':
      return 'expected another key';
    case 'invalid_union':
      return 'expected another value';
    default:
      return undefined;
  }
}
