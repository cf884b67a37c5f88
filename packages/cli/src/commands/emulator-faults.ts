import { EXIT, type ExitCode, type Terminal, UsageError } from '../command.js';
import { readPairs } from '../pairs.js';

/** A door that runs already, and the client that may make it fail. */
export interface FaultTarget {
  readonly url: string;
  readonly client: string;
  readonly secret: string;
}

/** `fault list`, `fault clear`, `fault KIND NAME=VALUE…`. @throws UsageError; Error when no door answers */
export async function changeFaults(
  target: FaultTarget,
  [kind, ...settings]: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  if (kind === undefined) throw new UsageError('Name a kind of fault, or list or clear.');
  const fault = readPairs(settings);
  const authorization = `Bearer ${await logIn(target)}`;
  const answer =
    kind === 'list' || kind === 'clear'
      ? await ask(target, '/emulator/v1/faults', {
          method: kind === 'list' ? 'GET' : 'DELETE',
          headers: { authorization },
        })
      : await ask(target, '/emulator/v1/faults', {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify({ ...fault, kind }),
        });
  const text = await answer.text();
  if (answer.ok) {
    terminal.stdout.write(`${text || '{"armed":[]}'}\n`);
    return EXIT.fine;
  }
  terminal.stderr.write(`throughline emulator: the door refused: ${messageOf(text)}\n`);
  return EXIT.finding;
}

async function logIn(target: FaultTarget): Promise<string> {
  const answer = await ask(target, '/oauth/token', {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${target.client}:${target.secret}`).toString('base64')}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const text = await answer.text();
  if (!answer.ok)
    throw new Error(`the door at ${target.url} does not take client ${target.client}: ${messageOf(text)}`);
  return (JSON.parse(text) as { access_token: string }).access_token;
}

async function ask({ url }: FaultTarget, path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(new URL(path, url), request);
  } catch (error) {
    const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? 'no answer';
    throw new Error(
      `no door answers at ${url} (${code}). Start one with \`throughline emulator\`, or name it with --url.`,
      { cause: error },
    );
  }
}

/** What the door says is wrong, from either of its two kinds of error bodies. */
function messageOf(text: string): string {
  try {
    const { message, error_description: description } = JSON.parse(text) as Record<string, unknown>;
    return String(message ?? description ?? text);
  } catch {
    return text;
  }
}
