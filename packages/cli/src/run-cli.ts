import { EXIT, type ExitCode, type Terminal, UsageError } from './command.js';
import { COMMANDS } from './commands.js';

/**
 * Carries out one call of `throughline`.
 * @param words The words after `throughline`.
 */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name = '--help', ...parameters] = words;
  if (isHelp(name)) {
    terminal.stdout.write(overview());
    return EXIT.fine;
  }
  // Own properties only: "constructor" is no command.
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) {
    terminal.stderr.write(`throughline: there is no command "${name}".\n\n${overview()}`);
    return EXIT.usage;
  }
  const command = await entry.load();
  if (parameters.some(isHelp)) {
    terminal.stdout.write(command.help);
    return EXIT.fine;
  }
  try {
    return await command.run(parameters, terminal);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'It failed for an unknown reason.';
    if (!isWrongUsage(error)) {
      terminal.stderr.write(`throughline ${name}: ${message}\n`);
      return EXIT.finding;
    }
    terminal.stderr.write(`throughline ${name}: ${message}\n\n${command.help}`);
    return EXIT.usage;
  }
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h' || word === 'help';
}

/** Commands read their options with `util.parseArgs`, whose errors carry these codes. */
function isWrongUsage(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return error instanceof UsageError || (code?.startsWith('ERR_PARSE_ARGS_') ?? false);
}

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: throughline <command> [options]

${lines.join('\n')}

throughline <command> --help explains one. Exit codes: 0 fine, 1 finding or failure, 2 wrong usage.
`;
}
