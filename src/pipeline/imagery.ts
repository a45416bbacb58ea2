// The shut door: files that are pictures, videos, sound, documents or archives of them are told by their first bytes
// and refused unread. A list is text, or gzip of text.

type Signature = readonly [offset: number, bytes: string, what: string];

// Bytes as Latin-1 text. Offsets other than 0 are containers that name their type further in.
const signatures: readonly Signature[] = [
  [0, '\xff\xd8\xff', 'a JPEG picture'],
  [0, '\x89PNG', 'a PNG picture'],
  [0, 'GIF87a', 'a GIF picture'],
  [0, 'GIF89a', 'a GIF picture'],
  [8, 'WEBP', 'a WebP picture'],
  [0, 'II*\0', 'a TIFF picture'],
  [0, 'MM\0*', 'a TIFF picture'],
  [0, '\0\0\x01\0', 'an icon'],
  [0, '8BPS', 'a Photoshop picture'],
  [0, '\0\0\0\x0cjP  ', 'a JPEG 2000 picture'],
  [0, '\0\0\0\x0cJXL ', 'a JPEG XL picture'],
  [0, '\xff\x0a', 'a JPEG XL picture'],
  [4, 'ftyp', 'an MP4, HEIC or AVIF file'],
  [4, 'moov', 'a QuickTime video'],
  [4, 'mdat', 'a QuickTime video'],
  [0, '\x1aE\xdf\xa3', 'a Matroska or WebM video'],
  [8, 'AVI ', 'an AVI video'],
  [0, 'FLV\x01', 'a Flash video'],
  [0, '0&\xb2u\x8ef\xcf\x11', 'a Windows Media file'],
  [0, '\0\0\x01\xba', 'an MPEG video'],
  [0, '\0\0\x01\xb3', 'an MPEG video'],
  [8, 'WAVE', 'a sound file'],
  [0, 'ID3', 'a sound file'],
  [0, 'OggS', 'an Ogg file'],
  [0, 'fLaC', 'a sound file'],
  [0, '%PDF-', 'a PDF document'],
  [0, '\xd0\xcf\x11\xe0', 'an Office document (save a table as CSV, in UTF-8)'],
  [0, 'PK\x03\x04', 'an Excel or zip file (save a table as CSV, in UTF-8, or unpack the list)'],
  [0, 'PK\x05\x06', 'a zip archive'],
  [0, '7z\xbc\xaf\x27\x1c', 'a 7z archive'],
  [0, 'Rar!\x1a\x07', 'a RAR archive'],
  [0, '\xfd7zXZ\0', 'an xz archive'],
  [0, 'BZh', 'a bzip2 archive'],
  [0, '\x28\xb5\x2f\xfd', 'a Zstandard archive'],
  [257, 'ustar', 'a tar archive'],
  [0, 'EVF\t\r\n', 'a disk image'],
];

/** What the first bytes of an input belong to, or null when they may be a list. */
export function imageryAt(head: Uint8Array): string | null {
  for (const [offset, bytes, what] of signatures) {
    if (matches(head, offset, bytes) && !isPlainText(head, bytes)) return what;
  }
  // 'BM' alone could start a name; a bitmap also has two reserved zero words.
  if (matches(head, 0, 'BM') && matches(head, 6, '\0\0\0\0')) return 'a bitmap picture';
  return null;
}

function matches(head: Uint8Array, offset: number, bytes: string): boolean {
  if (head.length < offset + bytes.length) return false;
  for (let i = 0; i < bytes.length; i++) if (head[offset + i] !== bytes.charCodeAt(i)) return false;
  return true;
}

/** A list may start with letters that are also a signature, such as `ID3` or `BZh`: then all of its head is text. */
function isPlainText(head: Uint8Array, signature: string): boolean {
  if (!/^[ -~]+$/u.test(signature) || signature.startsWith('%PDF') || signature.startsWith('GIF8')) return false;
  return head.subarray(0, 512).every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
}
