import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What pods of the real node run: every program of busybox. Simulated nodes take any image. */
export const BUSYBOX_IMAGE = 'lanthorn.test/busybox:1';
/** What holds a pod's network. */
export const SANDBOX_IMAGE = 'lanthorn.test/sandbox:1';

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  [BUSYBOX_IMAGE]: ['/bin/sh'],
  [SANDBOX_IMAGE]: ['/bin/sleep', 'infinity'],
};
/** The program itself, which has no link to itself. */
const PROGRAM = 'busybox';

/** Writes both images, of one layer that is made of the machine's busybox, as `docker save` would. */
export function writeImages(file: string, busybox: string): void {
  const folder = mkdtempSync(`${file}-`);
  try {
    const root = join(folder, 'root');
    for (const path of ['bin', 'dev', 'etc', 'proc', 'root', 'sys', 'tmp', 'var/log'])
      mkdirSync(join(root, path), { recursive: true });
    copyFileSync(busybox, join(root, 'bin', PROGRAM));
    const programs = execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n');
    for (const name of programs) if (name !== PROGRAM) symlinkSync(PROGRAM, join(root, 'bin', name));
    writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
    pack(join(folder, 'layer.tar'), root);
    const layer = `sha256:${createHash('sha256')
      .update(readFileSync(join(folder, 'layer.tar')))
      .digest('hex')}`;
    rmSync(root, { recursive: true });
    const manifest = Object.entries(COMMANDS).map(([image, command], i) => {
      const config = {
        architecture: process.arch === 'x64' ? 'amd64' : process.arch,
        os: 'linux',
        config: { Cmd: command, Env: ['PATH=/bin'] },
        rootfs: { type: 'layers', diff_ids: [layer] },
      };
      writeFileSync(join(folder, `${i}.json`), JSON.stringify(config));
      return { Config: `${i}.json`, RepoTags: [image], Layers: ['layer.tar'] };
    });
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    pack(file, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function pack(file: string, folder: string): void {
  execFileSync('tar', ['--create', '--file', file, '--owner=0', '--group=0', '--directory', folder, '.']);
}
