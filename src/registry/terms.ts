// What many rows say alike, under numbers that outlive the run: sets of opinions, of reviews, and who listed a row. A row
// of the registry has such numbers where a row of a run has those of interned sets; its `line` is the number of its
// origins, 0 for the list itself. Lines of files are not kept: one more row at the top would change every row.
import type { Batch, Origins } from '../model/batch.ts';
import type { Interns, Opinion, Review } from '../model/opinions.ts';
import type { SetTable } from '../model/set-table.ts';
import type { Database, Statement } from '../sqlite/driver.ts';
import { arrayIn, asArray } from './stored.ts';

type Terms = readonly (readonly [source: string, op: number])[];

export class TermTable {
  readonly interns: Interns;
  readonly #find: Statement;
  readonly #add: Statement;
  readonly #body: Statement;
  /** Numbers of the run and of the registry, either way. */
  readonly #kept = {
    opinions: new Map<number, number>(),
    reviews: new Map<number, number>(),
    from: new Map<string, number>(),
  };
  readonly #known = {
    opinions: new Map<number, number>(),
    reviews: new Map<number, number>(),
    from: new Map<number, Terms>(),
  };

  constructor(database: Database, interns: Interns) {
    this.interns = interns;
    this.#find = database.prepare('SELECT id FROM term WHERE body = ?');
    this.#add = database.prepare('INSERT INTO term (body) VALUES (?)');
    this.#body = database.prepare('SELECT body FROM term WHERE id = ?');
  }

  /** Rows of a run as rows of the registry. Adds terms: only inside a transaction. */
  toKept(batch: Batch, list: string): Batch {
    const { opinions, reviews } = this.interns;
    return {
      ...batch,
      opinions: this.#sets(batch.opinions, batch.count, (set) =>
        this.#keep(this.#kept.opinions, set, () => bodyOf('opinions', opinions, set)),
      ),
      reviews: this.#sets(batch.reviews, batch.count, (set) =>
        this.#keep(this.#kept.reviews, set, () => bodyOf('reviews', reviews, set)),
      ),
      line: this.#from(batch, list),
      origins: null,
    };
  }

  /**
   * Rows of the registry as rows of this run: source is the list, lines count the rows of the edition from `line` on; null:
   * they are 0.
   */
  toRun(batch: Batch, list: string, line: number | null): Batch {
    const lines = line === null ? new Uint32Array(batch.count) : linesFrom(line, batch.count);
    const { opinions, reviews } = this.interns;
    return {
      ...batch,
      opinions: this.#sets(batch.opinions, batch.count, (id) => this.#set('opinions', opinions, id)),
      reviews: this.#sets(batch.reviews, batch.count, (id) => this.#set('reviews', reviews, id)),
      line: lines,
      origins: this.#origins(batch, list, lines),
    };
  }

  #sets(column: Uint32Array | null, count: number, turn: (set: number) => number): Uint32Array | null {
    if (column === null) return null;
    const turned = new Uint32Array(count);
    let last = 0;
    let is = 0;
    let isThere = false;
    for (let i = 0; i < count; i++) {
      const set = column[i]!;
      if (set !== last) {
        last = set;
        is = set === 0 ? 0 : turn(set);
      }
      turned[i] = is;
      isThere ||= is !== 0;
    }
    return isThere ? turned : null;
  }

  #keep<Key>(known: Map<Key, number>, key: Key, body: () => string): number {
    const held = known.get(key);
    if (held !== undefined) return held;
    const text = body();
    const found = this.#find.get(text)?.['id'];
    const id = typeof found === 'number' ? found : this.#add.run(text).lastId;
    known.set(key, id);
    return id;
  }

  #set<T extends Opinion | Review>(what: 'opinions' | 'reviews', table: SetTable<T>, id: number): number {
    const held = this.#known[what].get(id);
    if (held !== undefined) return held;
    const set = table.of(this.#read(id) as T[]);
    this.#known[what].set(id, set);
    return set;
  }

  #read(id: number): readonly unknown[] {
    const body = this.#body.get(id)?.['body'];
    return termIn(body);
  }

  #from(batch: Batch, list: string): Uint32Array {
    const from = new Uint32Array(batch.count);
    const { origins, source, op } = batch;
    const { sources } = this.interns;
    if (origins === null) {
      const name = sources.name(source);
      if (name !== list) for (let i = 0; i < batch.count; i++) from[i] = this.#named([[name, op[i]!]]);
      return from;
    }
    const own = sources.id(list);
    for (let i = 0; i < batch.count; i++) {
      const [first, end] = [origins.start[i]!, origins.start[i + 1]!];
      if (end - first === 1 && origins.source[first] === own && origins.op[first] === op[i]) continue;
      const named = new Map<string, number>();
      for (let n = first; n < end; n++) named.set(sources.name(origins.source[n]!), origins.op[n]!);
      const isList = named.size === 1 && named.get(list) === op[i];
      if (!isList) from[i] = this.#named([...named]);
    }
    return from;
  }

  #named(terms: Terms): number {
    const body = JSON.stringify(['from', terms]);
    return this.#keep(this.#kept.from, body, () => body);
  }

  #origins(batch: Batch, list: string, own: Uint32Array): Origins | null {
    if (batch.line.every((id) => id === 0)) return null;
    const { sources } = this.interns;
    const start = new Uint32Array(batch.count + 1);
    const [source, lines, op]: [number[], number[], number[]] = [[], [], []];
    for (let i = 0; i < batch.count; i++) {
      const id = batch.line[i]!;
      for (const [name, what] of id === 0 ? [[list, batch.op[i]!] as const] : this.#termsOf(id)) {
        source.push(sources.id(name));
        lines.push(own[i]!);
        op.push(what);
      }
      start[i + 1] = source.length;
    }
    return { start, source: Uint16Array.from(source), line: Uint32Array.from(lines), op: Uint8Array.from(op) };
  }

  #termsOf(id: number): Terms {
    let terms = this.#known.from.get(id);
    if (terms === undefined) {
      terms = this.#read(id) as Terms;
      this.#known.from.set(id, terms);
    }
    return terms;
  }
}

/** The names in a term of sources. */
export function sourcesIn(database: Database, id: number): string[] {
  const body = database.prepare('SELECT body FROM term WHERE id = ?').get(id)?.['body'];
  return (termIn(body) as Terms).map(([name]) => name); // as `#named` put it
}

/** What the term says; one that is not there says nothing. */
function termIn(body: unknown): readonly unknown[] {
  if (typeof body !== 'string') return [];
  return asArray(arrayIn(body, TERM)[1], TERM);
}

const TERM = 'what several entries say alike';

function linesFrom(first: number, count: number): Uint32Array {
  const lines = new Uint32Array(count);
  for (let i = 0; i < count; i++) lines[i] = first + i;
  return lines;
}

/** The same text for the same set, whatever the order in which a run met its members. */
function bodyOf<T>(what: string, table: SetTable<T>, set: number): string {
  const atoms = table.list(set).map((atom) => JSON.stringify(atom, Object.keys(atom as object).sort()));
  return `["${what}",[${atoms.sort().join(',')}]]`;
}
