// npm run kernels: compiles each `.wat` under src into a module that holds its bytes, so that the program needs no compiler
// of that text. tests/kernels.test.ts compiles them again and compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { parseWat } = await wabt();

for (const name of readdirSync('src', { recursive: true }).filter((file) => file.endsWith('.wat'))) {
  const { buffer } = parseWat(name, readFileSync(`src/${name}`, 'utf8')).toBinary({});
  const file = name.split(/[\\/]/u).at(-1);
  writeFileSync(
    `src/${name.replace(/\.wat$/u, '-code.ts')}`,
    `// Made of ${file} by \`npm run kernels\`.\nexport const code =\n  '${Buffer.from(buffer).toString('base64')}';\n`,
  );
}
