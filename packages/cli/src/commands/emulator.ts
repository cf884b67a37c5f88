import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { endOnSignals, parseEnvironment, startEmulator } from '@throughline/server/emulator';
import { type Command, EXIT, UsageError } from '../command.js';
import { readNumberPairs, readPairs } from '../pairs.js';
import { changeFaults } from './emulator-faults.js';

const HELP = `Usage: throughline emulator [--port PORT] [--deployment NAME=VALUE]… [--limit NAME=NUMBER]…
                            [--oidc-issuer URL --oidc-client ID] [--tls-cert FILE --tls-key FILE]
       throughline emulator fault KIND [NAME=VALUE]… | list | clear  [--url URL]

Runs the Genesys-compatible door alone until SIGINT or SIGTERM, with a desk where agents answer. Data lasts as long
as it runs. Deployment 5e1f5e1f-0000-4000-8000-000000000001, client demo-client with secret demo-secret.

  --port PORT               otherwise THROUGHLINE_GENESYS_PORT, otherwise 8082; 0 picks a free one
  --deployment NAME=VALUE   another setting of the deployment, such as disconnect=Send, typing=false,
                            fileTypes=image/png,image/jpeg, signIn=required, allowedDomains=shop.example
  --limit NAME=NUMBER       another limit than the published one, such as requestsPerMinute=6000
  --oidc-issuer URL         identity provider whose codes guests bring; its secret in THROUGHLINE_GENESYS_OIDC_SECRET
  --oidc-client ID          the door's client id there
  --tls-cert, --tls-key     PEM files, for clients that speak TLS only: the door is then at https and wss

fault makes a running door fail, as docs/genesys/emulator.md lists: emulator fault http status=503 times=2
  list, clear               what is armed, and disarming it
  --url URL                 the door, otherwise http://localhost:8082
  --client ID               its client, otherwise demo-client; its secret in THROUGHLINE_GENESYS_CLIENT_SECRET

When the door listens, standard output gets one JSON line: {"event":"ready","genesys":"http://…","agent":"http://…"}.
Exit codes: 0 ended by a signal or fault accepted, 1 could not start or fault refused, 2 wrong usage.
`;

export const emulator: Command = {
  help: HELP,
  async run(parameters, terminal) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        deployment: { type: 'string', multiple: true, default: [] },
        limit: { type: 'string', multiple: true, default: [] },
        'oidc-issuer': { type: 'string' },
        'oidc-client': { type: 'string' },
        'tls-cert': { type: 'string' },
        'tls-key': { type: 'string' },
        url: { type: 'string', default: 'http://localhost:8082' },
        client: { type: 'string', default: 'demo-client' },
      },
    });
    const { env } = terminal;
    const [action, ...words] = positionals;
    if (action === 'fault') {
      const { url, client } = values;
      if (!URL.canParse(url)) throw new UsageError(`--url must be an address such as http://localhost:8082.`);
      const secret = env.THROUGHLINE_GENESYS_CLIENT_SECRET ?? 'demo-secret';
      return changeFaults({ url, client, secret }, words, terminal);
    }
    if (action !== undefined) throw new UsageError(`There is no "emulator ${action}".`);

    const { port, 'oidc-issuer': issuer, 'oidc-client': clientId } = values;
    if (port !== undefined && !/^\d{1,5}$/.test(port)) {
      throw new UsageError('--port must be a number from 0 (any free port) to 65535.');
    }
    if ((issuer === undefined) !== (clientId === undefined)) {
      throw new UsageError('--oidc-issuer and --oidc-client go together.');
    }
    const { 'tls-cert': certFile, 'tls-key': keyFile } = values;
    if ((certFile === undefined) !== (keyFile === undefined)) {
      throw new UsageError('--tls-cert and --tls-key go together.');
    }
    // The desk takes any free port unless one is set: the emulator is for machines where much runs already.
    const { genesysPort, agentPort, logLevel } = parseEnvironment({
      THROUGHLINE_AGENT_PORT: '0',
      ...env,
      ...(port === undefined ? {} : { THROUGHLINE_GENESYS_PORT: port }),
    });
    const node = await startEmulator({
      genesysPort,
      agentPort,
      logLevel,
      deployment: readPairs(values.deployment),
      limits: readNumberPairs(values.limit),
      ...(certFile !== undefined && keyFile !== undefined
        ? { tls: { cert: readPem(certFile), key: readPem(keyFile) } }
        : {}),
      ...(issuer !== undefined && clientId !== undefined
        ? {
            identityProvider: {
              issuer,
              clientId,
              clientSecret: env.THROUGHLINE_GENESYS_OIDC_SECRET ?? '',
              allowHttp: /^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(`${issuer}/`),
            },
          }
        : {}),
    });
    endOnSignals(node, (error) => {
      terminal.stderr.write(`throughline emulator: ${error instanceof Error ? error.message : 'failed'}\n`);
      process.exit(EXIT.finding);
    });
    terminal.stdout.write(
      `${JSON.stringify({ event: 'ready', genesys: node.genesysUrl, agent: node.agentUrl })}\n`,
    );
    // The doors keep the process alive; a signal ends it.
    return EXIT.fine;
  },
};

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`, {
      cause: error,
    });
  }
}
