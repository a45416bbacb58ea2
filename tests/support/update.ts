// Whether goldens are to be rewritten: `vitest -u`.
import { expect } from 'vitest';

export function isUpdating(): boolean {
  // Vitest has no public word for it; toMatchFileSnapshot covers files with content, not files that must not be there.
  const { snapshotState } = expect.getState() as unknown as { snapshotState?: { _updateSnapshot?: string } };
  return snapshotState?._updateSnapshot === 'all';
}
