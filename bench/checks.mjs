// Is the answer right? Each check reads what a contender wrote and says so, against what the generator knows by
// construction or against what another contender wrote. A fast wrong answer must fail the run.
import { readFileSync } from 'node:fs';
import { createFingerprint, eachLine, findDigest, readDigests, rowFacts } from './fingerprint.mjs';
import { isCovered } from './lists/hosts.mjs';

const right = (told) => ({ good: true, told });
const wrong = (told) => ({ good: false, told });
const count = (value) => value.toLocaleString('en-US');
// A header, a banner, facts of the list: a few lines without a key are fine, many are rows that lost theirs.
const mayHaveOthers = 16;

/** The output holds exactly these keys, each once; with `inOrder` also in the order they first stood in the input. */
export function checkDigests(path, length, wanted, { inOrder = false } = {}) {
  const got = readDigests(path, length);
  if (got.others > mayHaveOthers) return wrong(`${count(got.others)} lines hold no digest`);
  if (got.count !== wanted.count) return wrong(`${count(got.count)} keys, ${count(wanted.count)} are right`);
  if (got.sum !== wanted.sum) return wrong(`${count(got.count)} keys as wanted, but other ones`);
  if (inOrder && got.order !== wanted.order) return wrong('the right keys, not in the order they came');
  return right(`${count(got.count)} keys, all right${inOrder ? ', in the order they came' : ''}`);
}

/** For tools that compare spelling: only the number of lines is known, and that it is not the number of digests. */
export function checkSpellings(path, spellings, distinct) {
  let lines = 0;
  eachLine(path, () => lines++);
  if (lines !== spellings) return wrong(`${count(lines)} lines, ${count(spellings)} are right`);
  return right(`${count(lines - distinct)} digests kept twice, in two spellings`);
}

/** What each line says: digest, categories, people, last review, first sight - whatever names the fields have. */
function readRows(path) {
  const rows = createFingerprint();
  let disputed = 0;
  let others = 0;
  eachLine(path, (bytes, from, to) => {
    const at = findDigest(bytes, from, to, 64);
    if (at < 0) {
      others++;
      return;
    }
    const line = bytes.latin1Slice(from, to);
    const categories = setOf(line, /(?<=[",;])[AB][12](?=[",;])/g);
    const people = setOf(line, /analyst-\d+/g);
    const times = setOf(line, /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d)?/g)
      .map(inFull)
      .sort();
    if (categories.length > 1) disputed++;
    const digest = bytes.latin1Slice(at, at + 64).toLowerCase();
    rows.addText(rowFacts(digest, categories, people, times[0] ?? '', times.at(-1) ?? ''));
  });
  return { ...rows.value(), disputed, others };
}

/** A midnight may be written as a bare day, and T as a blank. */
function inFull(time) {
  return time.length === 10 ? `${time}T00:00:00` : time.replace(' ', 'T');
}

function setOf(line, pattern) {
  return [...new Set(Array.from(line.matchAll(pattern), ([match]) => match))];
}

/** The first row of every digest, in the order they came, with the categories, people and times it came with. */
export function checkFirstRows(path, wanted) {
  const got = readRows(path);
  if (got.others > mayHaveOthers) return wrong(`${count(got.others)} lines hold no digest`);
  if (got.count !== wanted.count) return wrong(`${count(got.count)} rows, ${count(wanted.count)} are right`);
  if (got.sum !== wanted.sum) return wrong(`${count(got.count)} rows as wanted, but not the first ones, or changed`);
  if (got.order !== wanted.order) return wrong('the right rows, not in the order they came');
  return right(`${count(got.count)} rows, the first ones, in the order they came`);
}

/** Every key once, the known number of disputed ones, and - when a peer's answer is given - the same on every line. */
export function checkMerged(path, distinct, disputed, peer) {
  const got = readRows(path);
  const told = `${count(got.count)} keys, ${count(got.disputed)} disputed`;
  if (got.others > mayHaveOthers) return wrong(`${count(got.others)} lines hold no digest`);
  if (got.count !== distinct.count) return wrong(`${told}; ${count(distinct.count)} keys are right`);
  if (got.disputed !== disputed) return wrong(`${told}; ${count(disputed)} disputed are right`);
  const keys = checkDigests(path, 64, distinct);
  if (!keys.good) return keys;
  if (peer && got.sum !== peer.sum) return wrong(`${told}, but categories, reviewers or times differ from DuckDB's`);
  return { ...right(peer ? `${told}, each line as DuckDB's` : told), merged: got };
}

/** The output holds exactly these lines, in this order. */
export function checkLines(path, wanted) {
  const print = createFingerprint();
  eachLine(path, (bytes, from, to) => print.addText(bytes.latin1Slice(from, to)));
  const got = print.value();
  if (got.count !== wanted.count) return wrong(`${count(got.count)} lines, ${count(wanted.count)} are right`);
  if (got.sum !== wanted.sum) return wrong(`${count(got.count)} lines as wanted, but other ones`);
  if (got.order !== wanted.order) return wrong('the right lines, not in the order they came');
  return right(`${count(got.count)} lines, all right`);
}

/** Owner names of a policy zone: exact rules must name `names`, wildcard rules the same again or nothing. */
export function checkZone(path, names, isSubtree) {
  const exact = createFingerprint();
  const below = createFingerprint();
  eachLine(path, (bytes, from, to) => {
    const [owner, ...rest] = bytes.latin1Slice(from, to).split(/\s+/);
    if (rest.at(-2) !== 'CNAME' || owner === '') return;
    if (owner.startsWith('*.')) below.addText(owner.slice(2));
    else exact.addText(owner);
  });
  const got = [exact.value(), below.value()];
  const wanted = isSubtree ? [names, names] : [names, { count: 0, sum: 0 }];
  const good = got.every((one, i) => one.count === wanted[i].count && one.sum === wanted[i].sum);
  const told = `${count(got[0].count)} exact and ${count(got[1].count)} wildcard rules`;
  return good ? right(told) : wrong(`${told}, ${count(wanted[0].count)} and ${count(wanted[1].count)} are right`);
}

/** The lines that match hold exactly these names, each once. */
export function checkNames(path, pattern, names) {
  const print = createFingerprint();
  eachLine(path, (bytes, from, to) => {
    const name = pattern.exec(bytes.latin1Slice(from, to))?.[1];
    if (name !== undefined) print.addText(name);
  });
  const got = print.value();
  const told = `${count(got.count)} names`;
  const good = got.count === names.count && got.sum === names.sum;
  return good ? right(told) : wrong(`${told}, or other ones; ${count(names.count)} are right`);
}

/**
 * What HostlistCompiler wrote: hosts lines, or `||name^`. It compares spelling, so a name in capitals stays beside its
 * repeats and below its parent: the names are the right ones once case is folded and what is covered is taken out.
 */
export function checkRules(path, names, isSubtree) {
  const found = new Set();
  let rules = 0;
  eachLine(path, (bytes, from, to) => {
    const line = bytes.latin1Slice(from, to);
    const name = isSubtree ? /^\|\|(.+)\^$/u.exec(line)?.[1] : /^0\.0\.0\.0 (.+)$/u.exec(line)?.[1];
    if (name === undefined) return;
    rules++;
    found.add(name.toLowerCase());
  });
  const print = createFingerprint();
  for (const name of found) if (!isSubtree || !isCovered(name, found)) print.addText(name);
  const got = print.value();
  if (got.count !== names.count || got.sum !== names.sum) {
    return wrong(`${count(got.count)} names, or other ones; ${count(names.count)} are right`);
  }
  return right(`${count(rules)} rules, ${count(rules - names.count)} of them twice or covered`);
}

/** Every row of the media, and the right MD5 of each in the order they came. */
export function checkMedia(path, { rows, md5 }) {
  const before = '"kind":"md5","key":"';
  const print = createFingerprint();
  let lines = -1; // the header
  eachLine(path, (bytes, from, to) => {
    lines++;
    const at = bytes.latin1Slice(from, Math.min(to, from + 64)).indexOf(before);
    if (at >= 0) print.addText(bytes.latin1Slice(from + at + before.length, from + at + before.length + 32));
  });
  const got = print.value();
  if (lines !== rows) return wrong(`${count(lines)} rows, ${count(rows)} are right`);
  if (got.count !== md5.count || got.sum !== md5.sum || got.order !== md5.order) return wrong('other MD5 digests');
  return right(`${count(rows)} rows of ${count(got.count)} media, all right, in the order they came`);
}

/** A report (JSON, any shape) that names the number of rows somewhere among its numbers. */
export function checkReport(path, ...numbers) {
  const found = new Set();
  JSON.parse(readFileSync(path, 'utf8'), (_, value) => {
    if (typeof value === 'number') found.add(value);
    return value;
  });
  const absent = numbers.filter((number) => !found.has(number));
  if (absent.length > 0) return wrong(`the report does not say ${absent.map(count).join(' and ')}`);
  return right(`the report says ${numbers.map(count).join(' and ')}`);
}

/** A peer that prints what it counted. */
export function checkPrinted(stdout, wanted) {
  const got = JSON.parse(stdout);
  const differing = Object.keys(wanted).filter((name) => got[name] !== wanted[name]);
  if (differing.length > 0) return wrong(`counts other ${differing.join(', ')}`);
  return right(`counts ${count(Object.values(wanted)[0])} rows`);
}

/** What bench/profiles/policy.yaml asks, counted from the list by its texts alone: ISO times of one zone sort as they follow. */
function countFaults(path) {
  const faults = { 'policy/label': 0, 'review/expired': 0, 'expiry/past': 0 };
  eachLine(path, (bytes, from, to) => {
    if (bytes[from + 64] !== 0x2c || bytes[to - 1] !== 0x5a) return; // the header
    const line = bytes.latin1Slice(from, to);
    if (line.slice(65, 67) === 'B2') faults['policy/label']++;
    if (line.slice(-41, -21) < '2024-06-30') faults['review/expired']++;
    if (line.slice(-20) < '2020-06-30') faults['expiry/past']++;
  });
  return faults;
}

/** The report counts every row that breaks a rule, and tells once what no row has. */
export function checkPolicy(report, { rows, paths }) {
  const { codes, diagnostics } = JSON.parse(readFileSync(report, 'utf8'));
  const found = new Map(codes.map((each) => [each.code, each.count]));
  const wanted = Object.entries(countFaults(paths[2]));
  for (const [code, number] of wanted) {
    if (found.get(code) !== number) return wrong(`${count(found.get(code) ?? 0)} ${code}, ${count(number)} are right`);
  }
  const absent = diagnostics.filter((each) => each.code === 'policy/fact-missing').map(({ args }) => args);
  const lacking = absent.filter((each) => each.rows === rows).map((each) => each.field);
  if (lacking.join() !== 'real,age,lastVerified') return wrong(`what no row has: ${lacking.join()}`);
  const sum = wanted.reduce((total, [, number]) => total + number, 0);
  return right(`${count(sum)} faults of three kinds, all right, and three facts that no row has`);
}
