// What kind of media a file is, by the ending of its name.

const endings: Readonly<Record<string, string>> = {
  image: 'jpg jpeg png gif webp bmp tif tiff heic avif',
  video: 'mp4 m4v mov webm avi mkv mpg mpeg wmv flv 3gp',
  audio: 'mp3 wav m4a ogg flac aac opus wma',
  text: 'txt md',
  document: 'pdf doc docx odt rtf epub ppt pptx xls xlsx',
};

const byEnding = new Map(Object.entries(endings).flatMap(([media, all]) => all.split(' ').map((one) => [one, media])));

/** `other` for an ending that is not known. */
export function mediaTypeOf(ending: string): string {
  return byEnding.get(ending.toLowerCase()) ?? 'other';
}
