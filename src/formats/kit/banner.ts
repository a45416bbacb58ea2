// The first line of lists whose other lines say nothing about their format: a name with or without a dot is an entry of
// half a dozen consumers, and each blocks something else. A comment to all of them, it lets the list be known again.
import type { Detection, Head } from '../format.ts';

export function bannerOf(id: string): string {
  return `# listbridge ${id}\n`;
}

export function detectBanner(head: Head, id: string): Detection | null {
  return head.lines.some((line) => line.trimEnd() === `# listbridge ${id}`)
    ? { sure: 'certain', because: 'a comment of its own says so' }
    : null;
}
