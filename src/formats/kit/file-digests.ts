// Digests that name one file, and with them the two that say how alike files are and that lists for the protection of machines have.
import { type KindId, kindIds, kinds } from '../../model/kinds.ts';

export const exactDigests: readonly KindId[] = kindIds.filter((id) => kinds[id].family === 'exact');
export const fileDigests: readonly KindId[] = [...exactDigests, 'tlsh', 'ssdeep'];
