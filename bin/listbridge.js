#!/usr/bin/env node
// The shebang; everything else is in src/.
import { runProcess } from '../dist/process.js';

await runProcess();
