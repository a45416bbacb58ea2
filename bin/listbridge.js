#!/usr/bin/env node
// The shebang, and a word for who runs a checkout before it is built; everything else is in src/.

const program = await import('../dist/process.js').catch((error) => {
  // Of any module that is missing further in, Node's own words say more.
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !error.url?.endsWith('/dist/process.js')) throw error;
  process.stderr.write('listbridge is not built yet: run "npm run build" in its folder first\n');
  process.exitCode = 4;
  return null;
});
await program?.runProcess();
