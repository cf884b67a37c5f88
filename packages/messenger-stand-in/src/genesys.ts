import { hostsOf } from './hosts.js';
import { Kept } from './kept.js';
import { Messaging } from './messaging.js';
import { addMessenger } from './messenger.js';
import { type PluginHandle, Plugins } from './plugins.js';
import { SignIn } from './sign-in.js';

/** What a test had go wrong; the door puts it in. */
declare const FAULT: 'never-ready' | 'command-error' | null;

interface Snippet {
  readonly q?: readonly ArrayLike<unknown>[];
  readonly c: { readonly deploymentId: string };
}

const hosts = hostsOf((document.currentScript as HTMLScriptElement).src);
if (FAULT !== 'never-ready') void boot();

/** Takes the place of the queue that the page's snippet has made. */
async function boot(): Promise<void> {
  const page = window as unknown as Record<string, unknown> & { readonly _genesysJs: string };
  const queue = page[page._genesysJs] as Snippet;
  const { deploymentId } = queue.c;
  const plugins = new Plugins();
  const answer = await fetch(`${hosts.cdn}/webdeployments/v1/deployments/${deploymentId}/config.json`);
  const { auth } = (await answer.json()) as { readonly auth: { readonly enabled: boolean } };

  const kept = new Kept(deploymentId);
  const signIn = auth.enabled ? new SignIn(plugins, kept, hosts, deploymentId) : null;
  const messaging = new Messaging(plugins, kept, hosts, deploymentId, signIn);
  plugins.add('Database.set', (data) => {
    const { messaging: set } = data as { messaging?: { customAttributes?: Record<string, string> } };
    messaging.attributes = { ...messaging.attributes, ...set?.customAttributes };
    plugins.publish('Database.updated');
  });
  plugins.publish('Database.ready');
  addMessenger(plugins, hosts, messaging);
  if (FAULT === 'command-error')
    plugins.add('Messenger.open', () => Promise.reject(new Error('It was told to fail.')));

  page[page._genesysJs] = (...call: unknown[]) => act(plugins, call);
  for (const call of queue.q ?? []) act(plugins, Array.from(call));
  if (kept.get('active') !== null) await messaging.start().catch(() => undefined);
}

function act(plugins: Plugins, [action, name, ...rest]: readonly unknown[]): void {
  if (action === 'subscribe') plugins.subscribe(String(name), rest[0] as () => void);
  if (action === 'registerPlugin') plugins.register(String(name), rest[0] as (plugin: PluginHandle) => void);
  if (action !== 'command') return;
  const [data, onOk, onError] = rest as [unknown, ((value: unknown) => void)?, ((error: unknown) => void)?];
  plugins.command(String(name), data).then(onOk, onError ?? (() => undefined));
}
