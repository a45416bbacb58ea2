// The values of one JSON object as fields: each path of the profile has a slot, each slot a range of one buffer.
// Numbers keep their meaning or cost the row; lists become one field with separators; pictures are dropped here.
import { type JsonObject, type JsonValue, readJson } from './json-walk.ts';
import type { LineScanner } from './lines.ts';
import { holdsPicture, looksLikePicture, SHORTEST_PICTURE } from './picture.ts';
import type { RowSink, SourceRecord } from './row-sink.ts';
import { escapeItem } from './table-cells.ts';
import type { TablePlace, TableRecord } from './table-desk.ts';
import { isColumnName } from './table-header.ts';
import { type ColumnRef, plainName, type TableProfile } from './table-profile.ts';
import { listColumns } from './table-columns.ts';

/** Keys that were told, or found to be known; past that the list makes them up. */
const MOST_KEYS = 10_000;

interface PathNode {
  /** The slot of the value here, -1 where no path ends. */
  slot: number;
  readonly steps: Map<string | number, PathNode>;
  /** What the keys met here mean, by their spelling. */
  readonly met: Map<string, PathNode | null>;
}

interface Slot {
  readonly shown: string;
  /** The character between items, where the profile splits texts; null: one value only. */
  readonly separator: string | null;
  readonly isKey: boolean;
}

const encoder = new TextEncoder();
/** Characters of PhotoDNA, of either edition, in base64: a digest may begin like a picture. */
const DIGEST_LENGTHS = [192, 1232];

export class JsonFields implements TableRecord, TablePlace, SourceRecord {
  bytes = new Uint8Array(1 << 12);
  readonly #profile: TableProfile;
  readonly #lines: LineScanner;
  readonly #root: PathNode = newNode();
  readonly #slots: Slot[] = [];
  #starts = new Int32Array(0);
  #ends = new Int32Array(0);
  #isFilled = new Uint8Array(0);
  #columns = new Int32Array(0);
  #used = 0;
  #keys = 0;
  #rows: RowSink | null = null;
  /** The object on the cursor, where a picture was found in it: it is never kept as sent. */
  #pictured: JsonValue | null = null;

  constructor(profile: TableProfile, lines: LineScanner) {
    this.#profile = profile;
    this.#lines = lines;
  }
}

function newNode(): PathNode {
  return { slot: -1, steps: new Map(), met: new Map() };
}
