// squid-server-name: the file of a Squid ACL `acl NAME ssl::server_name "FILE"`, which judges the name a client asks for
// in its TLS hello. Spelled as for dstdomain, and a list of its own all the same: it needs a Squid with OpenSSL and a
// port with ssl-bump, and elsewhere the whole configuration is refused (research url-formats 3.10).
import { defineFormat, type Head } from './format.ts';
import { detectBanner } from './kit/banner.ts';
import { carriesNames, misfitOf, readNames, writeNames } from './kit/proxy-names.ts';

export const squidServerName = defineFormat({
  id: 'squid-server-name',
  title: 'Squid ACL of TLS server names (ssl::server_name)',
  about: { since: '0.2.0', status: 'stable', spec: 'https://www.squid-cache.org/Doc/config/acl/' },
  files: { extensions: ['.servernames'] },
  carries: carriesNames('dotted'),
  needs: { unique: true, noCovered: true },
  examples: [
    {
      name: 'names and subtrees',
      text: '# listbridge squid-server-name\nwww.example.com\n.example.net\n',
      rows: [
        { kind: 'domain', key: 'www.example.com', scope: 'exact' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
      ],
    },
  ],
  detect: (head: Head) => detectBanner(head, 'squid-server-name'),
  read: readNames('dotted'),
  misfit: () => misfitOf('dotted'),
  write: writeNames('squid-server-name', 'dotted'),
});
