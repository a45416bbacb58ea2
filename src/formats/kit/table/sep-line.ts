// `sep=;`, the first line by which a table tells a spreadsheet its delimiter. It is no header and no row.
const LONGEST = 8;

/** The delimiter it names and how many bytes it takes with its line end; null where the list does not begin with it. */
export function sepLine(head: Uint8Array): { readonly delimiter: number; readonly length: number } | null {
  const text = String.fromCharCode(...head.subarray(0, LONGEST + 2));
  const [all = '', , delimiter = ''] = /^("?)sep=([\t !#-~])\1\s*?(?:\r*\n|\r|$)/iu.exec(text) ?? [];
  return all === '' ? null : { delimiter: delimiter.charCodeAt(0), length: all.length };
}
