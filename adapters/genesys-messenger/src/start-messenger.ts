import type { StartChat } from '@throughline/chat-widget/loader';
import type { LoadPhase } from '@throughline/protocol';
import { pageAttributes, whenAttributesChange } from './attributes.js';
import { registerAuthProvider } from './auth-provider.js';
import { forget, keepFor } from './browser-keeps.js';
import type { Gateway } from './gateway.js';
import { command, once, prepareGenesys } from './genesys.js';
import { loadScript } from './load-script.js';
import { startMessengerCore } from './messenger-core.js';
import { oneTabAtATime } from './one-tab.js';
import { loadOwnChat } from './own-chat.js';
import type { MessengerSettings } from './settings.js';

/** How often a tab in front asks whether its customer is still signed in, in milliseconds. */
const ASK_MS = 60_000;

/** Brings Genesys's Messenger to where it can be opened. What was reached stays reached in later tries. */
export class MessengerStart {
  readonly #settings: MessengerSettings;
  readonly #gateway: Gateway;
  readonly #dataset: DOMStringMap;
  readonly #ownChatUrl: string;
  #isRegistered = false;
  #script: Promise<void> | undefined;
  /** What is waited for. */
  phase: LoadPhase = 'session';

  /** `ownChatUrl`: script of the gateway's own chat. */
  constructor(settings: MessengerSettings, gateway: Gateway, dataset: DOMStringMap, ownChatUrl: string) {
    this.#settings = settings;
    this.#gateway = gateway;
    this.#dataset = dataset;
    this.#ownChatUrl = ownChatUrl;
  }

  /** One try. Rejects when the portal, the gateway or Genesys's script does not answer. */
  async run(): Promise<StartChat> {
    const { deploymentId } = this.#settings;
    const gateway = this.#gateway;
    this.phase = 'session';
    await gateway.signIn();
    const said = pageAttributes();
    const { customer, attributes, isHere } = await gateway.start({ attributes: said });
    this.phase = 'script';
    if (isHere) return loadOwnChat(this.#ownChatUrl, this.#dataset);
    keepFor(customer, deploymentId);
    await oneTabAtATime(`throughline-messenger:${deploymentId}`, () => this.#boot());
    await command('Database.set', { messaging: { customAttributes: attributes } });
    whenAttributesChange(() => void this.#tellAttributes());
    // Said meanwhile.
    if (pageAttributes() !== said) await this.#tellAttributes();
    this.#watchSession();
    return (parts) =>
      startMessengerCore(parts, (phase, ms) => gateway.report({ kind: 'fallback', phase, ms }));
  }

  async #boot(): Promise<void> {
    const { environment, deploymentId, scriptUrl } = this.#settings;
    prepareGenesys(environment, deploymentId);
    if (!this.#isRegistered) registerAuthProvider(this.#gateway, () => forget(deploymentId));
    this.#isRegistered = true;
    const ready = once('Messenger.ready');
    this.#script ??= loadScript(scriptUrl).catch((error: unknown) => {
      this.#script = undefined;
      throw error;
    });
    await this.#script;
    this.phase = 'chat';
    await ready;
  }

  async #tellAttributes(): Promise<void> {
    try {
      const { attributes } = await this.#gateway.start({ attributes: pageAttributes() });
      await command('Database.set', { messaging: { customAttributes: attributes } });
    } catch {
      // The chat goes on without them.
    }
  }

  /** Ends the Messenger's session in all tabs. For the portal's own sign-out, before it ends its session. */
  async signOut(): Promise<void> {
    // What cannot be said to Genesys must not keep anybody signed in here.
    await command('Auth.logout').catch(() => undefined);
    forget(this.#settings.deploymentId);
  }

  /** Whoever has left the portal leaves the Messenger: Genesys does not notice by itself. */
  #watchSession(): void {
    const ask = async () => {
      if (document.visibilityState === 'visible' && !(await this.#gateway.isSignedIn())) await this.signOut();
    };
    document.addEventListener('visibilitychange', ask);
    setInterval(ask, ASK_MS);
  }
}
