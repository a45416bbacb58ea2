// What the two downloads of PhishTank have in common: the meaning of their columns. Facts: research url-formats 4.3.
import type { Carries } from '../../model/carries.ts';
import { type Feed, reviewBy } from './table/feed.ts';

export const phishtankFeed: Omit<Feed, 'container' | 'header'> = {
  id: 'phishtank',
  title: 'PhishTank download',
  url: 'url',
  partnerKey: 'phish_id',
  times: { firstSeen: 'submission_time', lastReviewed: 'verification_time' },
  label: { column: 'target', scheme: 'phishtank-target' },
  member: { always: 'phishtank' },
  review: reviewBy(
    'phishtank',
    'verified',
    new Map([
      ['yes', 'confirmed'],
      ['no', null],
    ]),
  ),
  blanks: [],
  // The page about the entry is named by its id; the download has only pages that are online.
  derived: ['phish_detail_url', 'online'],
};

export const phishtankCarries: Carries = {
  kinds: ['url'],
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'one',
  withdrawals: 'none',
  exceptions: false,
  fields: {
    partnerKey: 'exact',
    firstSeen: 'exact',
    lastReviewed: 'exact',
    reviews: 'exact',
    spelling: 'exact',
  },
  order: true,
  duplicates: true,
  list: [],
};
