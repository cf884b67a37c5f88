import { type Command, EXIT, UsageError } from '../command.js';
import { diff } from './flow/diff.js';
import { exportFlow } from './flow/export.js';
import { FileError } from './flow/files.js';
import { graph } from './flow/graph.js';
import { lint } from './flow/lint.js';
import { replay } from './flow/replay.js';
import { run } from './flow/run.js';
import { shadow } from './flow/shadow.js';
import { simulate } from './flow/simulate.js';
import { test } from './flow/test.js';
import { activate, history, rollback } from './flow/versions.js';

const HELP = `Usage: throughline flow lint FILE… [--with FILE]… [--queue ID]… [--json]
       throughline flow run FILE --facts FACTS.json [--at ISO] [--with FILE]…
       throughline flow test FILE… [--coverage PERCENT] [--junit FILE] [--watch] [--json]
       throughline flow diff OLD NEW --facts RECORDED.ndjson [--with FILE]… [--json]
       throughline flow graph FILE [--format svg|mermaid] [--counts COUNTS.json] [--output FILE] [--with FILE]…
       throughline flow simulate FILE --load LOAD.yaml [--with FILE]… [--json]
       throughline flow export FILE --to architect [--authority gateway] [--output FILE] [--with FILE]… [--json]
       throughline flow activate FILE [--name NAME] [--with FILE]…
       throughline flow rollback [--name NAME]
       throughline flow history [--name NAME] [--json]
       throughline flow replay CONVERSATION_ID [--with FACT=VALUE]… [--at VERSION] [--show-facts] [--json]
       throughline flow shadow [--since ISO] [--version VERSION] [--json]

lint  says what is wrong with flows, one "file:line:col severity rule message" a line
run   writes where one customer would go: {"target": {"kind", …}, "path": […], "reasons": […], "version"}
test  plays the tests beside flows (x.flow.yaml, x.flow.test.yaml) and says which branches they take
diff  says who of those recorded would go elsewhere with the new flow
graph draws the flow, with how many took each way
simulate plays a load of customers and agents, and says how long they wait and where they end
export writes the flow for Genesys Cloud Architect, and says on standard error what that cannot do

activate  puts a flow in force on all nodes within a second; running conversations stay on theirs, and a flow that
          cannot be used changes nothing
rollback  puts in force what was before
history   says what has been in force, newest first
replay    plays the recorded run of a conversation again, also with other facts or another version; exit code 1 when
          it goes elsewhere. It is on the audit trail. Values of facts are shown with --show-facts only
shadow    says who would have gone elsewhere with the shadow flow of the configuration; exit code 1 when somebody would

  --name NAME          the flow's name in the configuration; "escalation" when not given
  --with FILE          queues, skills, schedules and hosts that exist; what flows name beyond them is found
  --queue ID           a queue that exists
  --default-queue ID   where customers go whom the flow does not claim, for flows without a default of their own
  --facts FILE         run: facts of the customer as JSON: {"user": {"tier": "PREMIUM"}, "webchat": {…}}
                       diff: one {"at": ISO, "facts": {…}, …} a line, written as the tests of a flow
  --at ISO             when the customer comes, as in 2026-11-25T10:00:00+01:00; now when not given
  --coverage PERCENT   how many of the branches the tests must take at least
  --junit FILE         writes the results there as JUnit XML
  --watch              tests again whenever a file changes, until the input ends
  --format FORMAT      svg or mermaid; svg when not given
  --counts FILE        {"edges": [{"from", "to", "count"}]}, as simulate --json writes them
  --to architect       as an inbound message flow in YAML; --json gives {yaml, gaps}
  --load FILE          who comes, who serves and how long it takes (docs/flows.md)
  --output FILE        writes there and not to the terminal
  --json               output as JSON

Exit codes: 0 fine, 1 an error was found or a file cannot be used, 2 wrong usage.
`;

const ACTIONS = {
  lint,
  run,
  test,
  diff,
  graph,
  simulate,
  export: exportFlow,
  activate,
  rollback,
  history,
  replay,
  shadow,
};

export const flow: Command = {
  help: HELP,
  async run([action = '', ...parameters], terminal) {
    const found = Object.entries(ACTIONS).find(([name]) => name === action);
    if (!found) throw new UsageError(`Say "flow ${Object.keys(ACTIONS).join('", "flow ')}".`);
    try {
      return await found[1](parameters, terminal);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      terminal.stderr.write(`${error.message}\n`);
      return EXIT.finding;
    }
  },
};
