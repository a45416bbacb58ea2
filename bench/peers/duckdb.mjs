// DuckDB in a process of its own: `node duckdb.mjs JOB FILE...`, with its default threads and memory.
// Run as a program it does the work; imported it says whether it is installed and how a job is started.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(import.meta.url);
const about = fileURLToPath(new URL('../node_modules/@duckdb/node-api/package.json', import.meta.url));
const isInstalled = existsSync(about);

export const duckdb = {
  missing: isInstalled ? null : '@duckdb/node-api is not installed in bench',
  version: isInstalled ? JSON.parse(readFileSync(about, 'utf8')).version : null,
  command: (job, ...files) => [process.execPath, own, job, ...files],
};

const text = (path) => `'${path.replaceAll("'", "''")}'`;
const lines = (path) =>
  `read_csv(${text(path)}, header = false, delim = '\\x1f', quote = '', escape = '', columns = {'line': 'VARCHAR'})`;
const wide = (path, times, more = '') =>
  `read_csv(${text(path)}, header = true, delim = ',', quote = '"', columns = {'sha256': 'VARCHAR', 'category': 'VARCHAR',
   'reviewer_1': 'VARCHAR', 'reviewer_2': 'VARCHAR', 'reviewed_at': '${times}', 'first_seen': '${times}'}${more})`;
const names = (path) => `(SELECT DISTINCT lower(split_part(line, ' ', 2)) AS name FROM ${lines(path)})`;

/** Each returns statements; the rows of the last one are printed as JSON. */
const jobs = {
  distinct: (from, to) => [
    `COPY (SELECT DISTINCT line FROM ${lines(from)}) TO ${text(to)} (FORMAT csv, HEADER false, QUOTE '')`,
  ],
  'distinct-lower': (from, to) => [
    `COPY (SELECT DISTINCT lower(line) AS line FROM ${lines(from)}) TO ${text(to)} (FORMAT csv, HEADER false, QUOTE '')`,
  ],
  'first-row': (from, to) => [
    `COPY (SELECT DISTINCT ON (sha256) * FROM ${wide(from, 'VARCHAR')}) TO ${text(to)} (FORMAT csv, HEADER)`,
  ],
  // Times as TIMESTAMP: as text DuckDB needs half as much CPU again and more memory, and its best is what counts.
  merge: (a, b, to) => [
    `COPY (
       SELECT sha256, list_distinct(list(source)) AS sources, list_distinct(list(category)) AS categories,
         list_distinct(list_concat(list(reviewer_1), list(reviewer_2))) AS reviewers,
         max(reviewed_at) AS last_reviewed, min(first_seen) AS first_seen
       FROM (SELECT 'a' AS source, * FROM ${wide(a, 'TIMESTAMP')} UNION ALL SELECT 'b' AS source, * FROM ${wide(b, 'TIMESTAMP')})
       GROUP BY sha256
     ) TO ${text(to)} (FORMAT json)`,
  ],
  validate: (from) => [
    `SELECT count(*)::INTEGER AS rows, count(*) FILTER (regexp_full_match(sha256, '[0-9a-fA-F]{64}'))::INTEGER AS digests,
       count(category)::INTEGER AS categories, count(reviewer_1)::INTEGER AS first_reviewers,
       count(reviewer_2)::INTEGER AS second_reviewers, max(reviewed_at)::VARCHAR AS last_reviewed,
       min(first_seen)::VARCHAR AS first_seen
     FROM ${wide(from, 'TIMESTAMP', ', store_rejects = true')}`,
  ],
  'hosts-exact': (from, to) => [
    `COPY (SELECT name || ' CNAME .' AS rule FROM ${names(from)}) TO ${text(to)} (FORMAT csv, HEADER false, QUOTE '')`,
  ],
  // A name is covered when one of its parents is listed: every parent of every name, kept if listed, is taken away again.
  'hosts-subtree': (from, to) => [
    `CREATE TEMP TABLE listed AS SELECT * FROM ${names(from)}`,
    `CREATE TEMP TABLE parent AS
       SELECT name, array_to_string(labels[unnest(range(2, len(labels) + 1)):], '.') AS above
       FROM (SELECT name, string_split(name, '.') AS labels FROM listed)`,
    `COPY (
       SELECT unnest([name || ' CNAME .', '*.' || name || ' CNAME .']) AS rule FROM listed
       WHERE name NOT IN (SELECT name FROM parent WHERE above IN (SELECT name FROM listed))
     ) TO ${text(to)} (FORMAT csv, HEADER false, QUOTE '')`,
  ],
};

async function runJob(job, files) {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  // Never let it look for an extension outside: what it needs is built in.
  const settings = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' };
  const connection = await (await DuckDBInstance.create(':memory:', settings)).connect();
  const statements = jobs[job](...files);
  for (const statement of statements.slice(0, -1)) await connection.run(statement);
  const reader = await connection.runAndReadAll(statements.at(-1));
  const rows = reader.getRowObjectsJson();
  process.stdout.write(`${JSON.stringify(rows[0] ?? null)}\n`);
}

if (process.argv[1] === own) await runJob(process.argv[2], process.argv.slice(3));
