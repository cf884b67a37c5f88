import { parseArgs } from 'node:util';
import {
  endOnSignals,
  hostThroughline,
  parseEnvironment,
  readConfiguration,
  readyLine,
} from '@throughline/server';
import { type Command, EXIT } from '../command.js';

const HELP = `Usage: throughline serve [--config FILE]

Runs the product from its configuration until SIGINT or SIGTERM: drains, closes, ends with 0.

  --config FILE   the configuration; otherwise THROUGHLINE_CONFIG, otherwise throughline.yaml

When every door listens, standard output gets one JSON line: {"event":"ready","customer":"http://…", …}.
Exit codes: 0 ended by a signal, 1 could not start or failed, 2 wrong usage.
`;

export const serve: Command = {
  help: HELP,
  async run(parameters, terminal) {
    const { values } = parseArgs({ args: [...parameters], options: { config: { type: 'string' } } });
    const environment = parseEnvironment({
      ...terminal.env,
      ...(values.config === undefined ? {} : { THROUGHLINE_CONFIG: values.config }),
    });
    const node = await hostThroughline(readConfiguration(environment.configFile, environment));
    endOnSignals(node, (error) => {
      terminal.stderr.write(`throughline serve: ${error instanceof Error ? error.message : 'failed'}\n`);
      process.exit(EXIT.finding);
    });
    terminal.stdout.write(`${readyLine(node)}\n`);
    // The doors keep the process alive; a signal ends it.
    return EXIT.fine;
  },
};
