// Entries that would take much more offline than what was reported (docs/over-blocking.md).

import { msg } from '../message.ts';
import { define } from './define.ts';

export const overBlockingDiagnostics = {
  'overblock/public-suffix': define({
    severity: 'error',
    message: msg`${'what'} is a public suffix, and everybody below it is listed with it`,
    why: 'Everybody who registered a name below it would be blocked: a whole country or trade.',
    fix: 'Ask the sender for the name that is meant. --drop overblock/public-suffix leaves such entries out.',
  }),
  'overblock/private-suffix': define({
    severity: 'error',
    message: msg`${'what'} is the suffix of a hosting platform, whose customers are all listed with it`,
    why: 'Every customer of the platform has a name below it, and all of them would be blocked.',
    fix: 'Ask the sender for the name or the URL that is meant. --drop overblock/private-suffix leaves such entries out.',
  }),
  'overblock/dynamic-dns': define({
    severity: 'error',
    message: msg`${'what'} is the domain of a dynamic DNS service, whose users are all listed with it`,
    why: 'The names below belong to thousands of strangers. One such seizure put 84,000 sites under a false accusation.',
    fix: 'Ask the sender for the name that is meant. --drop overblock/dynamic-dns leaves such entries out.',
  }),
  'overblock/shared-platform': define({
    severity: 'error',
    message: msg`${'what'} is a platform that many people publish on`,
    why: 'One page is meant, and the pages of everybody else would be blocked with it.',
    fix: 'List the URL of the page, or report it to the platform. --drop overblock/shared-platform leaves such entries out.',
  }),
  'overblock/url-shortener': define({
    severity: 'error',
    message: msg`${'what'} is a URL shortener`,
    why: 'Every short link leads somewhere else; blocking the host breaks all of them and not the page behind.',
    fix: 'List the URL, or better the page it leads to. --drop overblock/url-shortener leaves such entries out.',
  }),
  'overblock/popular-site': define({
    severity: 'error',
    message: msg`${'what'} is one of the most used sites`,
    why: 'A whole site of this size is hardly ever meant: a wrong file once put the largest search engine on a police list.',
    fix: 'List the URL. If the site is meant, let a second person confirm it and use --warn overblock/popular-site.',
  }),
  'overblock/below-popular-site': define({
    severity: 'warning',
    message: msg`the name lies below one of the most used sites`,
    why: 'It may serve a part of that site to everybody. A whole country once lost a file service by such an entry.',
    fix: 'Look what the name serves; list the URL where that is enough.',
  }),
  'overblock/bare-suffix': define({
    severity: 'warning',
    message: msg`the name alone is a suffix under which others have names`,
    why: 'The entry means nobody who has a name there, but many consumers take a listed name for all names below it.',
    fix: 'Ask the sender for the name that is meant. --drop overblock/bare-suffix leaves such entries out.',
  }),
  'overblock/single-label': define({
    severity: 'error',
    message: msg`${'what'} is one word without a dot: a top-level domain, a local name or no name at all`,
    why: 'Nobody has a site there. In lists it is a cell of a sheet (a total, a heading), and many consumers would block all names that end in it.',
    fix: 'Ask the sender for the name that is meant. --drop overblock/single-label leaves such entries out, --allow accepts them.',
  }),
  'overblock/special-use': define({
    severity: 'error',
    message: msg`${'what'} belongs to local networks or to the internet protocols`,
    why: 'It is another machine in every network. Blocking it cuts people off from their own devices, or breaks the DNS.',
    fix: 'Tell the sender. --drop overblock/special-use leaves such entries out.',
  }),
  'overblock/wide-network': define({
    severity: 'error',
    message: msg`the network is wider than /24 (IPv4) or /48 (IPv6)`,
    why: 'Networks of this size belong to many; a single blocked address has hidden 250,000 sites before.',
    fix: 'Ask the sender for the addresses that are meant. --allow overblock/wide-network, where a list is about networks.',
  }),
  'overblock/cdn-range': define({
    severity: 'error',
    message: msg`${'what'} is shared by the customers of ${'operator'}`,
    why: 'One address of a content delivery network serves thousands of unrelated sites, and others tomorrow.',
    fix: 'List the name or the URL. --drop overblock/cdn-range leaves such entries out.',
  }),
  'overblock/public-dns': define({
    severity: 'error',
    message: msg`${'what'} is that of ${'operator'} of the DNS, or holds one`,
    why: 'Without its resolver, or the root servers, nobody finds any name any more: all sites are gone at once.',
    fix: 'Ask the sender what was meant. --drop overblock/public-dns leaves such entries out.',
  }),
  'overblock/own-name': define({
    severity: 'error',
    message: msg`${'what'} is on the list of own names`,
    why: 'Blocking your own names, or the stop page, cuts off your customers and whoever would mend it.',
    fix: 'Tell the sender. --drop overblock/own-name leaves such entries out.',
  }),
  'overblock/guarded': define({
    severity: 'error',
    message: msg`${'what'} is guarded by ${'list'}`,
    why: 'A list given with --guard says that this must not be blocked as a whole.',
    fix: 'Ask the sender, or take the entry off the guard list. --drop overblock/guarded leaves such entries out.',
  }),
  'overblock/guard-entry': define({
    severity: 'warning',
    message: msg`entry ${'entry'} of ${'input'} is neither a name nor an address: it guards nothing`,
    why: 'A guard that silently knows less than its list gives false comfort.',
    fix: 'Correct or remove the entry.',
  }),
} as const;
