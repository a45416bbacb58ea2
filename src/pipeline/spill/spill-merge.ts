// A merge that exceeds its memory. What is merged so far is taken apart into a log, all later rows follow; records that
// share keys go into one part; each part is merged alone, in the old order and so with the old decisions; the merged
// parts are put together again by the places of their rows. What comes out is what one large state would have given.
//
//   state, batches -> log -> parts -> one state each -> runs -> one list
import type { Batch } from '../../model/batch.ts';
import { type MergeSettings, MergeState } from '../merge-state.ts';
import { collate } from './collate.ts';
import { assignParts } from './components.ts';
import { keyHash } from './key-hash.ts';
import { finishAll, SpillLog } from './log.ts';
import { putRow, RecordCursor } from './row-codec.ts';
import { type PlacedRows, RowCollector } from './row-collector.ts';
import { Spool, type SpoolSettings } from './spool.ts';
import { partCount, type SpillSettings } from './spill-settings.ts';
import { type Stream, StreamReader, StreamWriter } from './stream.ts';
