// Name and version of this program: the version of package.json, written here so that --version reads no file.
export const tool = { name: 'listbridge', version: '0.1.0' } as const;
