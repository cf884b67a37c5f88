import type { Command } from './command.js';

interface CommandEntry {
  readonly summary: string;
  /** Loads the command's file only when it is called, so that `--help` and small commands start at once. */
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of `throughline --help`. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  serve: {
    summary: 'run the product from its configuration',
    load: async () => (await import('./commands/serve.js')).serve,
  },
};
