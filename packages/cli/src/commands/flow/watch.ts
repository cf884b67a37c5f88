import { once } from 'node:events';
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { ExitCode, Terminal } from '../../command.js';

/** Editors write a file in several steps; this long after the last one it is complete, in milliseconds. */
const SETTLE_MS = 100;

interface Round {
  readonly code: ExitCode;
  readonly files: readonly string[];
}

/** Runs at once and again after each change of the files that took part, until the input ends (Ctrl-D). */
export async function watchFiles(run: () => Round, { stdin, stdout }: Terminal): Promise<ExitCode> {
  let round = run();
  let timer: NodeJS.Timeout | undefined;
  // Folders and not files: an editor that replaces a file would leave a watch on the old one.
  const folders = new Map<string, ReturnType<typeof watch>>();
  const again = (): void => {
    stdout.write('\n');
    round = run();
    watchFolders();
  };
  const watchFolders = (): void => {
    for (const folder of new Set(round.files.map(dirname))) {
      if (folders.has(folder)) continue;
      const watcher = watch(folder, (_event, name) => {
        if (name === null || !round.files.some((file) => basename(file) === name)) return;
        clearTimeout(timer);
        timer = setTimeout(again, SETTLE_MS);
      });
      folders.set(folder, watcher);
    }
  };
  watchFolders();
  stdin.resume();
  await once(stdin, 'end');
  clearTimeout(timer);
  for (const watcher of folders.values()) watcher.close();
  return round.code;
}
