// Databases: the registry, and lists that come as one.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const sqliteDiagnostics = {
  'sqlite/unavailable': define({
    severity: 'error',
    message: msg`cannot open ${'input'}: this installation has no SQLite`,
    why: 'The optional package better-sqlite3 is not installed or does not fit this Node, and this Node brings none.',
    fix: 'Use Node 22.13 or newer, which brings SQLite and needs no package. On Node 20 install listbridge again without --omit=optional and without --ignore-scripts, and with --allow-scripts=better-sqlite3 where npm asks for it.',
  }),
  'sqlite/unreadable': define({
    severity: 'error',
    message: msg`cannot open the database ${'input'}: ${'reason'}`,
    why: 'The operating system refused to give the file.',
    fix: 'Check the path, the permissions of the file and of its folder, and the disk.',
  }),
  'sqlite/unwritable': define({
    severity: 'error',
    message: msg`cannot write to the database ${'input'}: the system refused to make a file longer, or to keep it`,
    why: 'A quota or a limit of the size of files was met, or the disk failed. What was to be written is not; all before is there.',
    fix: 'Look at the quota (quota), the limit (ulimit -f) and the disk, then run the command again.',
  }),
  'sqlite/not-a-database': define({
    severity: 'error',
    message: msg`${'input'} is not a SQLite database`,
    why: 'The file does not begin as every such database does.',
    fix: 'Check which file was named.',
  }),
  'sqlite/locked': define({
    severity: 'error',
    message: msg`another process is writing to ${'input'}`,
    why: 'One process writes at a time; this one waited and gave up. Nothing was changed.',
    fix: 'Run the command again when the other one has ended.',
  }),
  'sqlite/damaged': define({
    severity: 'error',
    message: msg`the database ${'input'} is damaged`,
    why: 'A page of the file does not hold what it must; a disk, a copy made while it was written, or a hand may be the cause.',
    fix: 'Keep the file for inspection and restore the last backup; do not write to it.',
  }),
  'sqlite/read-only': define({
    severity: 'error',
    message: msg`the database ${'input'} may not be written to`,
    why: 'The file, its folder or the file system is read-only for this user. Even to read, SQLite keeps a file beside the database.',
    fix: 'Check the permissions and who owns file and folder. To read only, copy the file into a folder of your own. Nothing was changed.',
  }),
  'sqlite/half-written': define({
    severity: 'error',
    message: msg`the database ${'input'} was left half written`,
    why: 'A process was stopped while it wrote. What was there before waits in a file beside it, and this user may not put it back.',
    fix: 'Run a command on it as a user who may write to file and folder, or the program that it is of: that puts it back. Copy one only with the other.',
  }),
  'sqlite/other-schema': define({
    severity: 'error',
    message: msg`the database ${'input'} has no table ${'table'} with the columns ${'columns'}`,
    why: 'A database is a list only where its tables are those of a known format; views and virtual tables are never asked.',
    fix: 'Name the format that it is of (--from), or export the table as CSV (sqlite3 -csv) and read that by a profile.',
  }),
  'sqlite/write-ahead': define({
    severity: 'error',
    message: msg`the last changes of the database ${'input'} may stand in a second file`,
    why: 'It is in write-ahead mode. To read it would make files beside it, or miss what is not in it yet.',
    fix: 'Make a whole copy of it, by the SQL statement VACUUM INTO, and read that.',
  }),
  'sqlite/disk-full': define({
    severity: 'error',
    message: msg`no space left for the database ${'input'}`,
    why: 'The disk or the quota is full. Nothing was changed: a change is kept whole or not at all.',
    fix: 'Free space and run the command again.',
  }),
} as const;
