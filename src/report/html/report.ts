// The report as one page for whoever answers for a list: what came in and from whom, what was kept, what was refused and
// why. It needs nothing beside itself: no script, no font, no picture, and its policy lets a browser load none. No value is
// in it, whatever was asked for.
import { createHash } from 'node:crypto';
import type { InputTally } from '../../model/tally.ts';
import { type Markup, markup } from '../markup.ts';
import { grouped, size } from '../numbers.ts';
import { harmless } from '../redact.ts';
import type { ReportInput } from '../reporter.ts';
import { mostTelling } from '../summary.ts';
import { findings } from './findings.ts';
import { figures, titleOf, verdict } from './head.ts';
import { intake, losses, outcome } from './intake.ts';
import { overlap } from './overlap.ts';
import { type Column, longDay, type Section, table, withNote } from './parts.ts';
import { refused } from './refused.ts';
import { STYLE } from './style.ts';
import { ages, reviews } from './upkeep.ts';

/** Says which style is meant, so that no other is applied, whatever gets into the page. */
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

const SECTIONS: readonly ((input: ReportInput) => Section | null)[] = [
  intake,
  outcome,
  refused,
  findings,
  overlap,
  ages,
  reviews,
  losses,
  origin,
];

export function htmlReport(input: ReportInput): string {
  const sections = SECTIONS.map((section) => section(input)).filter((section) => section !== null);
  const title = titleOf(input);
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${`default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${`${input.tool.name} ${input.tool.version}`}">
<title>${`${title}, ${input.tally.asOf}`}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
<div class="page">
<a class="skip" href="#main">To the report</a>
<header>
<p class="kicker small soft"><span>${input.tool.name} ${input.command}</span><span>as of ${longDay(input.tally.asOf)}</span></p>
<h1>${title}</h1>
${verdict(input)}${figures(input)}</header>
<nav aria-label="Contents"><ul>
${sections.map(
  ({ id, title: name, short = name }) => markup`<li><a href="${`#${id}`}">${short}</a></li>
`,
)}</ul></nav>
<main id="main">
${sections.map(shown)}</main>
<footer>
<p>No listed value is in this report: entries are told by list, position and finding.</p>
</footer>
</div>
</body>
</html>
`.markup;
}

function shown({ id, title, body }: Section): Markup {
  return markup`<section id="${id}" aria-labelledby="${`${id}-heading`}">
<h2 id="${`${id}-heading`}">${title}</h2>
<div class="body">
${body}</div>
</section>
`;
}

/** What the report is about, to the byte. */
function origin({ tool, command, tally, exitCode }: ReportInput): Section {
  const facts: [string, string][] = [
    ['Made by', `${tool.name} ${tool.version}, ${command}`],
    ['As of', tally.asOf],
    ['Exit code', String(exitCode)],
  ];
  const files = mostTelling(tally.inputs);
  const list = markup`<dl class="facts">
${facts.map(
  ([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>
`,
)}</dl>
`;
  const columns: Column<InputTally>[] = [
    {
      title: 'File',
      cell: ({ input, format, bytes }) =>
        withNote(input === '-' ? 'standard input' : harmless(input), [`${harmless(format)}, ${size(bytes)}`]),
    },
    { title: 'SHA-256 of the file', cell: ({ sha256 }) => markup`<code>${sha256 ?? 'not computed'}</code>` },
  ];
  const rest = files.length < tally.inputs.length ? ` ${files.length} of ${grouped(tally.inputs.length)}.` : '';
  const sums = files.length === 0 ? [] : table(`The files as they were read.${rest}`, files, columns);
  return { id: 'origin', title: 'About this report', body: markup`${list}${sums}` };
}
