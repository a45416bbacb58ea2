// How the HTML report looks: calm, for reading and for paper. Light and dark by what the reader has chosen; every pair of
// colours has a contrast of 4.5 or more. The policy of the page allows this text and no other style, so nothing else in
// the report may carry any.

export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1c2126; --soft: #59636e; --line: #d8dcdf; --band: #f3f4f1;
  --bar: #3d6b94; --bar-soft: #a8bdd0; --bad: #a3262b; --warn: #845400; --good: #1d6a3d;
  --heat-1: #eef3f7; --heat-2: #dbe6ee; --heat-3: #c3d5e3; --heat-4: #a9c3d7;
  --text: "Segoe UI", system-ui, -apple-system, Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
  --head: Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", "Liberation Serif", Georgia, serif;
  --code: ui-monospace, "Cascadia Mono", Consolas, "Liberation Mono", Menlo, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181b; --ink: #e5e8ea; --soft: #a2adb7; --line: #323a41; --band: #1c2226;
    --bar: #78a9d6; --bar-soft: #45617b; --bad: #ff9c96; --warn: #e8b755; --good: #7fce9e;
    --heat-1: #1b252d; --heat-2: #22323f; --heat-3: #2a4054; --heat-4: #33506a;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 var(--text); font-variant-numeric: tabular-nums lining-nums; overflow-wrap: anywhere;
}
.page { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
h1, h2 { font-family: var(--head); font-weight: 600; line-height: 1.2; text-wrap: balance; }
h1 { font-size: clamp(1.8rem, 1.3rem + 2.2vw, 2.7rem); margin: .4rem 0 0; letter-spacing: -.01em; }
h2 { font-size: 1.35rem; margin: 0 0 1rem; }
h3 { font-size: 1rem; font-weight: 600; line-height: 1.4; margin: 0; }
p { margin: 0 0 .8rem; max-width: 42rem; }
a { color: inherit; text-decoration-thickness: 1px; text-underline-offset: .2em; text-decoration-color: var(--soft); }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--bar); outline-offset: 3px; border-radius: 2px; }
code { font-family: var(--code); font-size: .86em; }
.soft { color: var(--soft); }
.small { font-size: .875rem; line-height: 1.5; }
.bad { color: var(--bad); } .warn { color: var(--warn); } .good { color: var(--good); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; display: inline-block; margin: .5rem 0; }
header { padding: 2.2rem 0 1.6rem; }
.kicker { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .2rem 2rem; margin: 0; max-width: none; }
.verdict { font-size: 1.1rem; margin: 1rem 0 0; max-width: 52rem; text-wrap: pretty; }
.verdict strong { font-weight: 600; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1.2rem 2rem; margin: 2rem 0 0; }
.figures div { border-top: 1px solid var(--ink); padding-top: .5rem; }
.figures dt { color: var(--soft); font-size: .875rem; }
.figures dd { margin: 0; font-family: var(--head); font-size: 1.75rem; line-height: 1.25; font-variant-numeric: lining-nums; }
.figures dd small { display: block; font: .8125rem/1.5 var(--text); color: var(--soft); }
nav { border-bottom: 1px solid var(--line); }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.3rem; list-style: none; margin: 0; padding: .7rem 0; font-size: .875rem; }

section { padding: 2.4rem 0; border-bottom: 1px solid var(--line); }
.body > *:last-child { margin-bottom: 0; }
@media (min-width: 60rem) {
  section { display: grid; grid-template-columns: 13rem minmax(0, 1fr); column-gap: 2.5rem; }
}

.scroll { position: relative; overflow-x: auto; margin: 0 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 0 0 1.2rem; font-size: .9375rem; line-height: 1.45; }
.scroll table { margin: 0; }
caption { text-align: left; color: var(--soft); font-size: .875rem; padding: 0 0 .6rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem 0 .5rem 1rem; border-top: 1px solid var(--line); font-weight: 400; }
th:first-child, td:first-child { padding-left: 0; }
thead th { color: var(--soft); font-size: .8125rem; border-top: 0; padding-top: 0; vertical-align: bottom; overflow-wrap: normal; }
tbody th { font-weight: 600; }
tfoot th, tfoot td { border-top: 1px solid var(--ink); font-weight: 600; }
.number { text-align: right; white-space: nowrap; width: 1%; }
@media (min-width: 40rem) { .number { padding-left: 2.2rem; } }
th .small, td .small { display: block; color: var(--soft); font-weight: 400; font-size: .8125rem; }
.matrix { width: auto; min-width: min(100%, 24rem); }
.matrix .number { width: auto; }
.matrix td, .matrix th { padding: .5rem .7rem; } .matrix td { min-width: 4.6rem; }
.matrix th:first-child { padding: .5rem 1rem .5rem 0; min-width: 8rem; overflow-wrap: break-word; }
.matrix caption { max-width: min(42rem, 100vw - 2rem); }
.matrix .self { color: var(--soft); }
[class*=heat] .small { color: inherit; }
.heat-1 { background: var(--heat-1); } .heat-2 { background: var(--heat-2); }
.heat-3 { background: var(--heat-3); } .heat-4 { background: var(--heat-4); }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 2rem 3rem; margin: 0 0 1.2rem; }
figure { margin: 0; min-width: 0; break-inside: avoid; }
figcaption { margin: 0 0 .5rem; font-weight: 600; }
figcaption span { display: block; font-weight: 400; color: var(--soft); font-size: .875rem; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--ink); font: 12px var(--text); font-variant-numeric: tabular-nums lining-nums; }
svg .faint { fill: var(--soft); }
svg .axis { stroke: var(--line); }
svg .bar { fill: var(--bar); } svg .none { fill: var(--bar-soft); } svg .over { fill: var(--bad); }
.strip { height: 5px; margin-top: .45rem; max-width: 26rem; }

.findings { list-style: none; margin: 0; padding: 0; }
.findings > li { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: 0 1.2rem; padding: 1.1rem 0; border-top: 1px solid var(--line); break-inside: avoid; }
.findings > li:first-child { border-top: 0; padding-top: 0; }
.findings .count { font-family: var(--head); font-size: 1.3rem; line-height: 1.3; text-align: right; overflow-wrap: normal; }
.findings .count small { display: block; font: 600 .75rem/1.6 var(--text); }
.findings p { margin: .35rem 0 0; }
.do strong { font-weight: 600; }
.place { display: inline-block; max-width: 100%; }
.findings + table { margin-top: 1.6rem; }
@media (max-width: 34rem) {
  th, td { padding-left: .7rem; }
  .scroll table:not(.matrix) { font-size: .875rem; }
  .scroll tbody th { min-width: 5rem; overflow-wrap: break-word; }
  thead th { font-size: .75rem; }
  .findings > li { grid-template-columns: minmax(0, 1fr); gap: .2rem; }
  .findings .count { text-align: left; display: flex; gap: .6rem; align-items: baseline; }
}
dl.facts { display: grid; grid-template-columns: minmax(6rem, auto) minmax(0, 1fr); gap: .3rem 1.2rem; margin: 0 0 1.2rem; font-size: .9375rem; }
dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; }
footer { padding: 1.5rem 0 3rem; color: var(--soft); font-size: .875rem; }

@page { size: A4; margin: 18mm 16mm 20mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --band: #fff; --bar: #3d6b94; --bar-soft: #a8bdd0;
    --bad: #8f1d22; --warn: #6d4500; --good: #14532d;
    --heat-1: #eef3f7; --heat-2: #dbe6ee; --heat-3: #c3d5e3; --heat-4: #a9c3d7;
  }
  html { font-size: 9.5pt; }
  body { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .page { max-width: none; padding: 0; }
  nav, .skip { display: none; }
  header { padding: 0 0 1rem; }
  h2, h3, caption { break-after: avoid; }
  section { display: block; padding: 1.2rem 0; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; } tfoot { display: table-row-group; }
  tr, figure, .figures div { break-inside: avoid; }
  .charts { grid-template-columns: 1fr 1fr; gap: 1.2rem 2rem; }
  a { text-decoration: none; }
}
`;
