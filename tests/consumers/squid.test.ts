// Squid loads what we write and is asked for every name and URL near a list. Its own check proves little: it ends well on
// lists that never match.
import { expect, it } from 'vitest';
import { SEED } from '../support/runs.ts';
import { sendAll } from './support/http.ts';
import { isBlocked, questionsAbout, randomNames, standing } from './support/names.ts';
import { withPrograms } from './support/programs.ts';
import { randomFrom } from './support/random.ts';
import { squidComplaints, startSquid } from './support/squid.ts';
import { useStand } from './support/stand.ts';
import { isUrlListed, randomUrls, urlsAbout } from './support/urls.ts';
import { written } from './support/written.ts';

const stand = useStand();
const rounds = [0, 1, 2];

withPrograms('squid', ['squid'], () => {
  let asked = 0;

  it.each(rounds)(`denies the names of a dstdomain list and no others (seed ${SEED}, round %i)`, async (round) => {
    const listed = randomNames(randomFrom(SEED + round), { trees: 20, exceptions: 'none' });
    const { bytes, unfit } = await written('squid-dstdomain', listed);
    const file = stand.write(`names-${round}.dstdomain`, bytes);
    const { port, config } = await startSquid(stand, [
      `acl listed dstdomain "${file}"`,
      'http_access deny listed',
      'http_access allow all',
    ]);
    expect(squidComplaints(config)).toEqual([]);
    const entries = standing(listed, unfit);
    const questions = questionsAbout(listed);
    const answers = await sendAll(
      port,
      questions.map(({ host }) => ({ first: `GET http://${host}/ HTTP/1.1`, headers: [`Host: ${host}`] })),
    );
    const wrong = questions.filter(({ name }, i) => (answers[i]?.status === 403) !== isBlocked(entries, name));
    expect(wrong).toEqual([]);
    asked += questions.length;
  });

  it('was asked for many names', () => expect(asked).toBeGreaterThan(2000));

  it.each(rounds)(`denies the URLs of a url_regex list and no others (seed ${SEED}, round %i)`, async (round) => {
    const listed = randomUrls(randomFrom(SEED + round), 60, ['', 'http://', 'https://']);
    const { bytes, unfit } = await written('squid-url-regex', listed);
    expect(unfit.size).toBe(0);
    const file = stand.write(`urls-${round}.urlregex`, bytes);
    const { port, config } = await startSquid(stand, [
      `acl listed url_regex "${file}"`,
      'http_access deny listed',
      'http_access allow all',
    ]);
    expect(squidComplaints(config)).toEqual([]);
    const urls = urlsAbout(listed);
    const answers = await sendAll(
      port,
      urls.map((url) => ({ first: `GET ${url} HTTP/1.1`, headers: ['Host: any.example'] })),
    );
    const view = { query: true };
    const wrong = urls.filter((url, i) => (answers[i]?.status === 403) !== isUrlListed(listed, url, view));
    expect(wrong).toEqual([]);
    expect(urls.length).toBeGreaterThan(400);
  });
});
