// The figures as Markdown tables: the same text on the terminal and in RESULTS.md.
const dash = '-';

function table(head, rows) {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i].length)));
  const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function time({ median, min, max }) {
  const digits = median < 1 ? 3 : 2;
  return `${median.toFixed(digits)} s (${min.toFixed(digits)}-${max.toFixed(digits)})`;
}

function rate(rows, wall) {
  if (!rows) return dash;
  return `${(rows / wall / 1e6).toFixed(2)} M/s`;
}

/** listbridge's figure as a share of this contender's; the wall clock per row, as some peers read fewer rows. */
function ratio(own, result, figure) {
  if (!own || own === result) return dash;
  const perRow = figure === 'wall' && own.rows ? result.rows / own.rows : 1;
  return `${((own[figure].median / result[figure].median) * perRow).toFixed(2)} x`;
}

function row(result, own) {
  if (result.missing) return [`${result.id}: ${result.missing}`, ...new Array(7).fill(dash)];
  if (result.failed) return [result.id, ...new Array(6).fill(dash), `FAILED: ${result.failed}`];
  return [
    result.id,
    result.rows ? result.rows.toLocaleString('en-US') : dash,
    `${time(result.wall)}`,
    `${result.cpu.median.toFixed(2)} s`,
    `${(result.peak.median / 1e6).toFixed(0)} MB`,
    rate(result.rows, result.wall.median),
    `${ratio(own, result, 'wall')} / ${ratio(own, result, 'peak')}`,
    result.told ?? dash,
  ];
}

const columns = ['', 'rows', 'wall, median (min-max)', 'CPU', 'peak', 'rows/s', 'listbridge: wall/memory', 'answer'];

export function renderJob(id, { title, note, compares, results }) {
  const own = compares === false ? null : results.find((one) => one.id.startsWith('listbridge') && one.wall);
  const lines = [
    `## ${id}: ${title}`,
    '',
    table(
      columns,
      results.map((one) => row(one, own)),
    ),
  ];
  if (note) lines.push('', note);
  return lines.join('\n');
}

/** `isFullSize` false: the figures are shown, the verdict is withheld. */
export function renderBudgets(judged, isFullSize) {
  if (judged.length === 0) return '';
  const rows = judged.map(({ id, text, verdict }) => [
    id,
    text,
    verdict?.value ?? dash,
    !verdict ? 'not measured' : !isFullSize ? 'not judged at this scale' : verdict.met ? 'met' : 'MISSED',
  ]);
  return ['## Budgets', '', table(['job', 'budget', 'measured', ''], rows)].join('\n');
}

/** What changes from one measurement to the next, beside the date. */
const STATE = ['date', 'listbridge'];

function lineOf({ machine, runs }) {
  const state = STATE.map((what) => machine[what]).join(', listbridge ');
  return `${state}; ${runs} ${runs === 1 ? 'run' : 'runs'} each.`;
}

/** `jobs`: what is known, by id. All were measured on the machine of the last one, or say otherwise. */
export function renderResults(jobs) {
  const all = Object.entries(jobs);
  const { machine } = all.map(([, job]) => job).reduce((a, b) => (b.machine.date > a.machine.date ? b : a));
  const differing = (job) =>
    Object.entries(job.machine).filter(([what, which]) => !STATE.includes(what) && machine[what] !== which);
  return [
    '# Measurements',
    '',
    'Written by `npm run bench -- --write`; do not edit. Synthetic lists only. Every contender is a process of its own,',
    'from start to end; the contenders of a job take turns, and medians are compared. The ratios in the column',
    '"listbridge" are listbridge divided by the contender of that line (wall clock per row, then peak memory): below 1',
    'listbridge is the smaller. Each job says when it was measured, and of which listbridge.',
    '',
    table(
      ['', ''],
      Object.entries(machine).filter(([what]) => !STATE.includes(what)),
    ),
    '',
    renderBudgets(
      all.flatMap(([id, { budgets }]) => budgets.map((budget) => ({ id, ...budget }))),
      true,
    ),
    '',
    all
      .map(([id, job]) => {
        const other = differing(job).map(([what, which]) => `${what} ${which}`);
        return [renderJob(id, job), '', [lineOf(job), ...other].join(' ')].join('\n');
      })
      .join('\n\n'),
    '',
  ].join('\n');
}
