import { parseArgs } from 'node:util';
import { endOnSignals, parseEnvironment, startEmulator } from '@throughline/server';
import { type Command, EXIT, type ExitCode, type Terminal, UsageError } from '../command.js';

const HELP = `Usage: throughline emulator [--port PORT] [--limit NAME=NUMBER]… [--oidc-issuer URL --oidc-client ID]
       throughline emulator fault KIND [NAME=VALUE]… [--url URL]

Runs the Genesys-compatible door alone until SIGINT or SIGTERM, with a desk where agents answer. Data lasts as long
as it runs. Deployment 5e1f5e1f-0000-4000-8000-000000000001, client demo-client with secret demo-secret.

  --port PORT           otherwise THROUGHLINE_GENESYS_PORT, otherwise 8082; 0 picks a free one
  --limit NAME=NUMBER   another limit than the published one, such as requestsPerMinute=6000
  --oidc-issuer URL     identity provider whose codes guests bring; its secret in THROUGHLINE_GENESYS_OIDC_SECRET
  --oidc-client ID      the door's client id there

fault makes a running door fail, as docs/genesys/emulator.md lists: emulator fault http status=503 times=2
  --url URL             the door, otherwise http://localhost:8082

When the door listens, standard output gets one JSON line: {"event":"ready","genesys":"http://…","agent":"http://…"}.
Exit codes: 0 ended by a signal or fault accepted, 1 could not start or fault refused, 2 wrong usage.
`;

const CLIENT = 'demo-client:demo-secret';

export const emulator: Command = {
  help: HELP,
  async run(parameters, terminal) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        limit: { type: 'string', multiple: true },
        'oidc-issuer': { type: 'string' },
        'oidc-client': { type: 'string' },
        url: { type: 'string', default: 'http://localhost:8082' },
      },
    });
    const [action, ...words] = positionals;
    if (action === 'fault') return injectFault(values.url, words, terminal);
    if (action !== undefined) throw new UsageError(`There is no "emulator ${action}".`);

    // The desk takes any free port unless one is set: the emulator is for machines where much runs already.
    const environment = parseEnvironment({
      THROUGHLINE_AGENT_PORT: '0',
      ...terminal.env,
      ...(values.port === undefined ? {} : { THROUGHLINE_GENESYS_PORT: values.port }),
    });
    const { 'oidc-issuer': issuer, 'oidc-client': clientId } = values;
    if ((issuer === undefined) !== (clientId === undefined)) {
      throw new UsageError('--oidc-issuer and --oidc-client go together.');
    }
    const { genesysPort, agentPort, logLevel } = environment;
    const node = await startEmulator({
      genesysPort,
      agentPort,
      logLevel,
      limits: pairs(values.limit ?? [], 'number'),
      ...(issuer !== undefined && clientId !== undefined
        ? {
            identityProvider: {
              issuer,
              clientId,
              clientSecret: terminal.env.THROUGHLINE_GENESYS_OIDC_SECRET ?? '',
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

async function injectFault(url: string, words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [kind, ...settings] = words;
  if (kind === undefined) throw new UsageError('Name the kind of fault.');
  const login = await fetch(new URL('/oauth/token', url), {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(CLIENT).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await login.json()) as { access_token?: string };
  const answer = await fetch(new URL('/emulator/v1/faults', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token ?? ''}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind, ...pairs(settings, 'any') }),
  });
  const text = await answer.text();
  (answer.ok ? terminal.stdout : terminal.stderr).write(`${text}\n`);
  return answer.ok ? EXIT.fine : EXIT.finding;
}

/** `NAME=VALUE` as an object; what looks like a number or a boolean is one. */
function pairs<Kind extends 'number' | 'any'>(
  words: readonly string[],
  kind: Kind,
): Record<string, Kind extends 'number' ? number : string | number | boolean> {
  const entries = words.map((word) => {
    const [name = '', ...rest] = word.split('=');
    const text = rest.join('=');
    const number = text === '' ? Number.NaN : Number(text);
    if (name === '' || rest.length === 0 || (kind === 'number' && !Number.isFinite(number))) {
      throw new UsageError(`"${word}" is not NAME=${kind === 'number' ? 'NUMBER' : 'VALUE'}.`);
    }
    if (Number.isFinite(number)) return [name, number];
    return [name, text === 'true' ? true : text === 'false' ? false : text];
  });
  return Object.fromEntries(entries) as ReturnType<typeof pairs<Kind>>;
}
