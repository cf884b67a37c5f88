import { parseArgs } from 'node:util';
import { EXIT, type ExitCode, type Terminal } from '../../command.js';
import { withAccess } from '../access.js';

export async function replay(parameters: string[], terminal: Terminal): Promise<ExitCode> {
  parseArgs({ args: parameters, options: {} });
  return withAccess(terminal, async (access) => {
    const { reopened } = await access.actions.privacyReplay(null);
    terminal.stdout.write(
      reopened === 0
        ? 'The database knows nobody who was erased.\n'
        : `The database knew ${reopened} whom the ledger says were erased; nodes erase them again.\n`,
    );
    return EXIT.fine;
  });
}
