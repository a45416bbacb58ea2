// The two statements of SQL that say something of a list: a row added to a table, and rows taken out by what their columns
// are. Strict on purpose: what is spelled in any other way is not understood, and nothing here is ever run.

export interface Statement {
  readonly verb: 'insert' | 'delete';
  /** Lower case. */
  readonly table: string;
  /** By the lower-case names of columns. A value of NULL is empty. */
  readonly values: ReadonlyMap<string, string>;
}

const NAME = `"?([A-Za-z_][A-Za-z0-9_]*)"?`;
const LITERAL = String.raw`'(?:[^']|'')*'|-?\d+(?:\.\d+)?|NULL`;
const INSERT = new RegExp(String.raw`^INSERT\s+INTO\s+${NAME}\s*\(([^()']*)\)\s*VALUES\s*\(([\s\S]*)\)$`, 'iu');
const DELETE = new RegExp(String.raw`^DELETE\s+FROM\s+${NAME}\s+WHERE\s+([\s\S]*)$`, 'iu');
const COLUMN = new RegExp(`^${NAME}$`, 'u');
const VALUE = new RegExp(String.raw`\s*(${LITERAL})\s*(,|$)`, 'iuy');
const TEST = new RegExp(String.raw`\s*${NAME}\s*=\s*(${LITERAL})\s*(AND\b|$)`, 'iuy');
const MOST = 64;

/** A statement without the semicolon at its end; null where it is neither of the two. */
export function parseStatement(text: string): Statement | null {
  const insert = INSERT.exec(text);
  if (insert !== null) return inserted(insert[1] ?? '', insert[2] ?? '', insert[3] ?? '');
  const removal = DELETE.exec(text);
  return removal === null ? null : deleted(removal[1] ?? '', removal[2] ?? '');
}

function inserted(table: string, columns: string, list: string): Statement | null {
  const names = columns.split(',').map((column) => COLUMN.exec(column.trim())?.[1]?.toLowerCase() ?? '');
  const values: string[] = [];
  let isWhole = false;
  VALUE.lastIndex = 0;
  while (!isWhole && values.length < MOST) {
    const found = VALUE.exec(list);
    if (found === null) return null;
    values.push(plainValue(found[1] ?? ''));
    isWhole = found[2] === '';
  }
  const isGood =
    isWhole && names.length === values.length && new Set(names).size === names.length && !names.includes('');
  if (!isGood) return null;
  return {
    verb: 'insert',
    table: table.toLowerCase(),
    values: new Map(names.map((name, i) => [name, values[i] ?? ''])),
  };
}

function deleted(table: string, tests: string): Statement | null {
  const values = new Map<string, string>();
  TEST.lastIndex = 0;
  for (let isWhole = false; !isWhole; ) {
    const found = TEST.exec(tests);
    const name = found?.[1]?.toLowerCase() ?? '';
    if (found === null || values.has(name) || values.size === MOST) return null;
    values.set(name, plainValue(found[2] ?? ''));
    isWhole = found[3] === '';
  }
  return { verb: 'delete', table: table.toLowerCase(), values };
}

function plainValue(literal: string): string {
  if (/^null$/iu.test(literal)) return '';
  return literal.startsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : literal;
}
