// What people say of a decision, which stands in the history and in the audit log for good, where no listed value is: nothing
// that looks like a digest, a URL or an address, and no name that the list itself holds or covers. A name that is not listed,
// such as that of the hotline which wrote, is a word like others.
import { usage } from '../../model/failure.ts';
import { refang } from '../../model/refang.ts';
import { PERHAPS } from '../../model/relation.ts';
import { Lookup } from '../../pipeline/lookup.ts';
import type { Batches } from '../../pipeline/stage.ts';
import { looksListed } from '../../report/redact.ts';

/** For the schema of an option whose text is kept. */
export const KEPT = 'it holds what looks like a digest, a URL or an address, and is kept for everybody to read';

export function isKeepable(text: string): boolean {
  return [text, ...pieces(text)].every((piece) => !looksListed(piece));
}

/** The rows as they come; refused where one of them lists or covers a name in these texts, by their option. */
export async function* refusingNamed(rows: Batches, texts: Readonly<Record<string, string>>): Batches {
  const said = Object.entries(texts).flatMap(([option, text]) => namesIn(text).map((name) => ({ option, name })));
  if (said.length === 0) return yield* rows;
  const lookup = new Lookup(
    said.map(({ name }) => name),
    0,
  );
  for await (const batch of rows) {
    for await (const { value, relation } of lookup.search(only(batch))) {
      if (relation === PERHAPS) continue;
      const reason = 'it names what is on the list, and is kept for everybody to read';
      throw usage('usage/bad-option', { option: said[value]?.option ?? '', reason });
    }
    yield batch;
  }
}

/** What may be a name, with and without what stands behind it, and as the URL that it may be. */
function namesIn(text: string): string[] {
  const found = pieces(text)
    .filter((piece) => /[^\s.]\.[^\s.]/u.test(piece))
    .flatMap((piece) => {
      const [host = ''] = piece.split(/[/:?#]/u);
      return host === piece ? [piece] : [host, piece, `http://${piece}`, `https://${piece}`];
    });
  return [...new Set(found)];
}

/** Between blanks, without the marks of a sentence around it, and as it was before it was made harmless. */
function pieces(text: string): string[] {
  return text
    .split(/[\s@,;"'<>=|]+/u)
    .flatMap((piece) => [piece, piece.slice(piece.indexOf(':') + 1)])
    .map((piece) => piece.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}/]+$/gu, ''))
    .filter((piece) => piece !== '')
    .map((piece) => refang(piece) ?? piece);
}

async function* only<T>(one: T): AsyncGenerator<T> {
  yield one;
}
