// A cell of the tables of forensic tools, which put every text between quotation marks.

export function quotedCell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
