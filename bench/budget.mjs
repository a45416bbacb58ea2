// The budgets of the design as data: what is compared, with what, and the most it may be.
// They are judged at full size only: at a hundredth of it start-up time is most of what is measured.
const megabyte = 1e6;

/** A figure of listbridge as a share of a peer's, in the same run. */
export const share = (figure, peer, most, who = 'listbridge') => ({
  text: `${who === 'listbridge' ? '' : `${who}: `}${figure === 'wall' ? 'wall' : 'peak memory'} at most ${most < 0.1 ? `1/${Math.round(1 / most)}` : most} x ${peer}`,
  judge(results) {
    const [own, other] = [results.get(who), results.get(peer)];
    const show = (value) => `${value.toFixed(most < 0.1 ? 3 : 2)} x`;
    return own && other && judged(own[figure].median / other[figure].median, most, show);
  },
});

export const seconds = (most, who = 'listbridge') => ({
  text: `${who === 'listbridge' ? '' : `${who}: `}at most ${most} s`,
  judge: (results) => {
    const own = results.get(who);
    return own && judged(own.wall.median, most, (value) => `${value.toFixed(2)} s`);
  },
});

export const memory = (most, who = 'listbridge') => ({
  text: `peak memory at most ${most} MB`,
  judge: (results) => {
    const own = results.get(who);
    return own && judged(own.peak.median / megabyte, most, (value) => `${value.toFixed(0)} MB`);
  },
});

export const rowsPerSecond = (least, who = 'listbridge') => ({
  text: `${who === 'listbridge' ? '' : `${who}: `}at least ${least / 1e6} M rows/s`,
  judge: (results) => {
    const own = results.get(who);
    if (!own) return null;
    const rate = own.rows / own.wall.median;
    return { met: rate >= least, value: `${(rate / 1e6).toFixed(2)} M rows/s` };
  },
});

/** Of the input, whose bytes are these. */
export const megabytesPerSecond = (least, bytes) => ({
  text: `at least ${least} MB/s`,
  judge: (results) => {
    const own = results.get('listbridge');
    if (!own) return null;
    const rate = bytes / megabyte / own.wall.median;
    return { met: rate >= least, value: `${rate.toFixed(0)} MB/s` };
  },
});

/** What a run takes longer than another, as it would be at ten million rows. */
export const beyond = (most, base, who) => ({
  text: `${who}: at most ${most} s beyond ${base} for 10 M rows`,
  judge: (results) => {
    const [own, other] = [results.get(who), results.get(base)];
    if (!own || !other) return null;
    const extra = ((own.wall.median - other.wall.median) / own.rows) * 1e7;
    return judged(extra, most, (value) => `${value.toFixed(2)} s`);
  },
});

/** What a short command takes beyond another that does less. */
export const beyondStart = (most, base, who) => ({
  text: `${who}: at most ${most * 1000} ms beyond ${base}`,
  judge: (results) => {
    const [own, other] = [results.get(who), results.get(base)];
    return (
      own && other && judged(own.wall.median - other.wall.median, most, (value) => `${(value * 1000).toFixed(0)} ms`)
    );
  },
});

/** Peak memory per unique digest beyond the digest's own bytes, less what the program takes to start. */
export const bytesPerDigest = (most, distinct, width) => ({
  text: `at most ${most} bytes a unique digest beyond its own ${width}`,
  judge: (results) => {
    const own = results.get('listbridge');
    const idle = results.get('listbridge --version');
    if (!own || !idle) return null;
    const each = (own.peak.median - idle.peak.median) / distinct - width;
    return judged(each, most, (value) => `${value.toFixed(0)} bytes`);
  },
});

function judged(value, most, show) {
  return { met: value <= most, value: show(value) };
}
