// How many cases a property test tries. Not for single tests to overrule: a property that is too slow is made cheaper.
export const USUAL_RUNS = 100;

/** LISTBRIDGE_RUNS=10000 is the nightly setting; anything that is no positive whole number is a mistake worth a stop. */
export const RUNS = readRuns(process.env['LISTBRIDGE_RUNS']);

function readRuns(text: string | undefined): number {
  if (text === undefined || text === '') return USUAL_RUNS;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Error('LISTBRIDGE_RUNS must be a whole number from 1 to 9999999.');
  return Number(text);
}
