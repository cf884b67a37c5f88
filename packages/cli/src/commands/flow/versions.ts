import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import type { ActivatedFlow } from '@throughline/server';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../../command.js';
import { withAccess } from '../access.js';

/** Name of the flow in the configuration when it does not say another. */
const NAME = 'escalation';
const SHOWN = 20;

/** `flow activate FILE`: puts a flow in force on all nodes. */
export function activate(parameters: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { name, with: files = [], positionals } = read(parameters);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('"flow activate" needs one file.');
  const source = readFileSync(file, 'utf8');
  const resources = files.map((path) => readFileSync(path, 'utf8'));
  return withAccess(terminal, async ({ actions }) => {
    tell(
      terminal,
      name,
      await actions.flowActivate({ name, source, resources, operator: userInfo().username }),
    );
    return EXIT.fine;
  });
}

/** `flow rollback`: puts the flow in force that was before. */
export function rollback(parameters: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { name, positionals } = read(parameters);
  if (positionals.length > 0) throw new UsageError('"flow rollback" takes no file.');
  return withAccess(terminal, async ({ actions }) => {
    tell(terminal, name, await actions.flowRollback({ name, operator: userInfo().username }));
    return EXIT.fine;
  });
}

/** `flow history`: what has been in force, newest first. */
export function history(parameters: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { name, json, positionals } = read(parameters);
  if (positionals.length > 0) throw new UsageError('"flow history" takes no file.');
  return withAccess(terminal, async ({ actions }) => {
    const activations = await actions.flowHistory({ name, limit: SHOWN });
    if (json) terminal.stdout.write(`${JSON.stringify(activations)}\n`);
    else for (const { at, version, by } of activations) terminal.stdout.write(`${at} ${version} by ${by}\n`);
    return EXIT.fine;
  });
}

function read(parameters: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      name: { type: 'string', default: NAME },
      with: { type: 'string', multiple: true },
      json: { type: 'boolean', default: false },
    },
  });
  return { ...values, positionals };
}

function tell({ stdout }: Terminal, name: string, { version, changed }: ActivatedFlow): void {
  stdout.write(changed ? `${name} ${version} is in force\n` : `${name} ${version} was in force already\n`);
}
