import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import type { OperatorAccess } from '@throughline/server';
import { type Command, EXIT, type ExitCode, type Terminal, UsageError } from '../command.js';
import { withAccess } from './access.js';

const HELP = `Usage: throughline contact-center switch --minutes N --reason TEXT
       throughline contact-center confirm ID
       throughline contact-center end
       throughline contact-center status [--json]

Has the embedded contact center take new conversations while another one, such as Genesys Cloud, cannot. Conversations
stay where they began: nothing moves when a switch begins or ends. Two operators are needed, and
genesys.standInMinutes, which is not set by default. Operators are users of the
operating system here; at the desk, supervisors.

switch   proposes a switch of N minutes, and prints its id
confirm  puts it in force, within 15 minutes; whoever proposed it cannot, and one proposed at the desk is confirmed there
end      ends it before its time, or takes the proposal back; anyone may
status   says what is proposed or in force

  --minutes N    from its confirmation on; then it ends by itself
  --reason TEXT  why; kept on the audit trail
  --json         output as JSON

Works on the database of THROUGHLINE_DATABASE_URL or of the configuration, on a running node of this data directory
(THROUGHLINE_DATA_DIR), or on its embedded database when none runs.
Exit codes: 0 done, 1 refused or failed, 2 wrong usage.
`;

type Actions = OperatorAccess['actions'];

export const contactCenter: Command = {
  help: HELP,
  async run([action, ...parameters], terminal) {
    switch (action) {
      case 'switch':
        return propose(parameters, terminal);
      case 'confirm':
        return confirm(parameters, terminal);
      case 'end':
        return say(terminal, (actions) => actions.standInEnd({ operator: operator() }));
      case 'status':
        return say(terminal, (actions) => actions.standInStatus(null), isJson(parameters));
      default:
        throw new UsageError('Say "contact-center switch", "confirm", "end" or "status".');
    }
  },
};

function propose(parameters: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...parameters],
    options: { minutes: { type: 'string' }, reason: { type: 'string' } },
  });
  const minutes = Number(values.minutes);
  const { reason } = values;
  if (!Number.isInteger(minutes) || minutes < 1) throw new UsageError('Say for how long, as --minutes 60.');
  if (reason === undefined) throw new UsageError('Give a reason with --reason.');
  return say(terminal, (actions) => actions.standInPropose({ minutes, reason, operator: operator() }));
}

function confirm([id, ...more]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (id === undefined || more.length > 0) throw new UsageError('Name the proposal that you confirm.');
  return say(terminal, (actions) => actions.standInConfirm({ id, operator: operator() }));
}

function isJson(parameters: readonly string[]): boolean {
  const options = { json: { type: 'boolean', default: false } } as const;
  return parseArgs({ args: [...parameters], options }).values.json;
}

/** Does one thing, and says how things stand then. */
function say(
  terminal: Terminal,
  act: (actions: Actions) => Promise<Awaited<ReturnType<Actions['standInStatus']>>>,
  asJson = false,
): Promise<ExitCode> {
  return withAccess(terminal, async ({ actions }) => {
    const status = await act(actions);
    terminal.stdout.write(`${asJson ? JSON.stringify(status) : inWords(status)}\n`);
    return EXIT.fine;
  });
}

function inWords(status: Awaited<ReturnType<Actions['standInStatus']>>): string {
  if (!status || status.state === 'over') return 'No switch is proposed or in force.';
  const { id, state, minutes, reason, proposedBy, proposerKind, confirmedBy, until } = status;
  if (state === 'proposed' && proposerKind === 'agent') {
    return `Proposed by ${proposedBy} at the desk, for ${minutes} minutes: ${reason}. Another supervisor confirms it there.`;
  }
  return state === 'proposed'
    ? `Proposed by ${proposedBy}, for ${minutes} minutes: ${reason}. Another operator confirms it with: throughline contact-center confirm ${id}`
    : `New conversations go to the embedded contact center until ${until}: proposed by ${proposedBy}, confirmed by ${confirmedBy}, because: ${reason}.`;
}

function operator(): string {
  return userInfo().username;
}
