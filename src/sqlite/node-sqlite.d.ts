// What is used of node:sqlite. The types of Node are those of the oldest Node that runs this program, which has no such
// module; without this the compiler would refuse the import, with newer types it would let much else through.
declare module 'node:sqlite' {
  type Value = null | number | bigint | string | Uint8Array;

  export class StatementSync {
    run(...values: Value[]): { changes: number | bigint; lastInsertRowid: number | bigint };
    get(...values: Value[]): Record<string, unknown> | undefined;
    all(...values: Value[]): Record<string, unknown>[];
    iterate(...values: Value[]): IterableIterator<Record<string, unknown>>;
  }

  export class DatabaseSync {
    constructor(path: string, options?: { readOnly?: boolean });
    exec(sql: string): void;
    prepare(sql: string): StatementSync;
    close(): void;
  }
}
