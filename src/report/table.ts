// Columns that line up in a terminal. Cells are padded as plain text first and coloured by the caller afterwards,
// because colour codes have no width.

/** Columns where nobody knows how wide the paper is: a log, a file. */
export const MOST_WIDTH = 120;

export type Align = 'left' | 'right';

/** The rows with every cell padded to its column; a last column that is left-aligned gets no blanks behind it. */
export function padded(rows: readonly (readonly string[])[], aligns: readonly Align[]): string[][] {
  const widths = aligns.map((_, column) => Math.max(0, ...rows.map((row) => width(row[column] ?? ''))));
  return rows.map((row) =>
    aligns.map((align, column) => {
      const cell = row[column] ?? '';
      const blanks = ' '.repeat((widths[column] ?? 0) - width(cell));
      if (align === 'right') return blanks + cell;
      return column === aligns.length - 1 ? cell : cell + blanks;
    }),
  );
}

/** Joins padded cells; no line ends in blanks. */
export function joined(cells: readonly string[], gap = '  '): string {
  return cells.join(gap).trimEnd();
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** How many columns a terminal gives a text: two for East Asian letters, none for marks above others. */
export function width(text: string): number {
  let sum = 0;
  for (const character of text) if (!/\p{M}/u.test(character)) sum += WIDE.test(character) ? 2 : 1;
  return sum;
}

/** A long path cut at its front, where it says least. */
export function tail(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `...${characters.slice(3 - most).join('')}`;
}

/** Words packed into lines of about this width. */
export function wrapped(words: readonly string[], most: number, gap = '  '): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || width(last) + gap.length + width(word) > most) lines.push(word);
    else lines[lines.length - 1] = last + gap + word;
  }
  return lines;
}
