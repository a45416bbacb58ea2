// xmllint takes what we write as XML for valid documents of their schema.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import { dfxml } from '../../src/formats/dfxml.ts';
import { ncmecXml } from '../../src/formats/ncmec-xml.ts';
import { openioc } from '../../src/formats/openioc.ts';
import { everyRow } from '../../src/model/carries.ts';
import type { KindId } from '../../src/model/kinds.ts';
import { lossClasses } from '../../src/model/loss.ts';
import { inventedHex } from '../support/batches.ts';
import { convert, recordsFormat } from '../support/convert.ts';
import { runProgram, withPrograms } from './support/programs.ts';
import { useStand } from './support/stand.ts';

const stand = useStand();
const schemas = join(import.meta.dirname, '../schemas');

const digest = (kind: 'md5' | 'sha1' | 'sha256' | 'sha512', n: number) => ({
  kind: kind as KindId,
  scope: 'exact' as const,
  key: Buffer.from(inventedHex(kind, n), 'hex'),
});

const records = [
  { keys: [digest('md5', 1), digest('sha1', 1)], name: 'a & "b" <c>\n\t\u00fc.bin', size: 9 },
  { keys: [digest('sha256', 2)] },
  { keys: [digest('sha512', 3)], name: 'a\u0001b' },
].map((record) => ({ operation: 'present' as const, opinions: [], reviews: [], times: {}, ...record }));

withPrograms('xmllint', ['xmllint'], () => {
  const check = (file: string) =>
    runProgram('xmllint', ['--nonet', '--noout', '--schema', join(schemas, 'dfxml/dfxml.xsd'), file]);

  it('finds DFXML valid, and reads the names and digests that were written', async () => {
    const source = { format: recordsFormat(records, everyRow), options: {} };
    const written = await convert(source, '-', { format: dfxml, options: {} }, { allowedLoss: lossClasses });
    expect(written.outcome.failure).toBeNull();
    const file = stand.write('list.dfxml', written.bytes);
    expect(check(file)).toEqual({ exit: 0, output: `${file} validates\n` });
    const asked = `concat(//*[local-name()="filename"][1], "|", count(//*[local-name()="hashdigest"]))`;
    const { output } = runProgram('xmllint', ['--nonet', '--xpath', asked, file]);
    expect(output.trimEnd()).toBe('a & "b" <c>\n\t\u00fc.bin|3'); // XML has no spelling for the third one's name
  });

  it('finds pages of NCMEC well formed, and reads what was written', async () => {
    const member = 'Example <ESP> & "Co" (17)';
    const row = {
      kind: 'md5',
      key: inventedHex('md5', 1),
      opinions: [
        { member, scheme: 'media-type', label: 'image' },
        { member, scheme: 'ncmec', label: 'A1' },
        { member, scheme: 'ncmec-feedback', label: 'negative' },
        { member, scheme: 'ncmec-feedback-reason:g1', label: "it's <other>" },
      ],
      updated: '2026-01-05T10:00:00Z',
      partnerKey: 'ncmec:17/a&b',
    };
    const gone = { ...row, operation: 'withdrawn', key: inventedHex('md5', 2), partnerKey: 'ncmec:17/c' };
    const text = [row, gone].map((each) => `${JSON.stringify(each)}\n`).join('');
    const written = await convert({ format: canonical, options: {} }, text, { format: ncmecXml, options: {} });
    expect(written.outcome.failure).toBeNull();
    const file = stand.write('page.xml', written.bytes);
    expect(runProgram('xmllint', ['--nonet', '--noout', file])).toEqual({ exit: 0, output: '' });
    const element = (name: string): string => `//*[local-name()="${name}"]`;
    const asked = `concat(${element('member')}, "|", ${element('id')}, "|", ${element('reason')}/@name, "|", count(${element('deletedImage')}))`;
    expect(runProgram('xmllint', ['--nonet', '--xpath', asked, file]).output.trimEnd()).toBe(
      `Example <ESP> & "Co"|a&b|it's <other>|1`,
    );
  });

  it('finds fault with what is not', () => {
    const text = Buffer.from(
      '<dfxml xmlns="http://www.forensicswiki.org/wiki/Category:Digital_Forensics_XML"><x/></dfxml>',
    );
    expect(check(stand.write('bad.dfxml', text)).exit).not.toBe(0);
  });

  it('finds OpenIOC valid, and reads every digest that was written', async () => {
    const source = { format: recordsFormat(records, everyRow), options: {} };
    const written = await convert(source, '-', { format: openioc, options: {} }, { allowedLoss: lossClasses });
    expect(written.outcome.failure).toBeNull();
    const file = stand.write('list.ioc', written.bytes);
    const schema = join(schemas, 'openioc/openioc-1.1.xsd');
    expect(runProgram('xmllint', ['--nonet', '--noout', '--schema', schema, file])).toEqual({
      exit: 0,
      output: `${file} validates\n`,
    });
    const asked = `count(//*[local-name()="IndicatorItem"][*[local-name()="Context"]/@search="FileItem/Md5sum"])`;
    expect(runProgram('xmllint', ['--nonet', '--xpath', asked, file]).output.trimEnd()).toBe('1');
  });
});
