// Runs `npm ci` once, whichever of several builds comes first. Usage: node restore.mjs PLATFORM FILE   (linux-x64 libduckdb.so)
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const [platform, file] = process.argv.slice(2);
const [os, cpu] = platform.split('-');
const lock = '.restore-lock';
const stamp = `node_modules/.faultline-${platform}`;
const library = `node_modules/@duckdb/node-bindings-${platform}/${file}`;
const modified = path => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const fresh = () => existsSync(library) && modified(stamp) >= Math.max(modified('package.json'), modified('package-lock.json'));

// A build that was killed leaves its lock behind: the lock names its owner, and a dead owner's lock is taken over.
function ownerIsGone() {
  try {
    process.kill(Number(readFileSync(`${lock}/owner`, 'utf8')), 0);
    return false;
  } catch (e) {
    return e.code === 'ESRCH' || (e.code === 'ENOENT' && Date.now() - modified(lock) > 5000);
  }
}

for (;;) {
  try {
    mkdirSync(lock);
    writeFileSync(`${lock}/owner`, String(process.pid));
    break;
  } catch (e) {
    if (e.code !== 'EEXIST') throw e;
    if (ownerIsGone()) rmSync(lock, { recursive: true, force: true });
    else await pause(100);
  }
}

let code = 0;
try {
  if (!fresh()) {
    // libc is named because npm cannot tell it for a platform other than its own.
    const libc = os === 'linux' ? ' --libc=glibc' : '';
    const run = spawnSync(`npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --os=${os} --cpu=${cpu}${libc}`, { shell: true, encoding: 'utf8' });
    code = run.status ?? 1;
    if (code !== 0) console.log(`${run.stderr}`.split('\n').filter(line => line.startsWith('npm error') || line.startsWith('npm ERR')).slice(0, 4).join(' ') || 'npm ci failed');
    else if (existsSync(library)) writeFileSync(stamp, '');
  }
} finally {
  rmSync(lock, { recursive: true, force: true });
}
process.exit(code);
