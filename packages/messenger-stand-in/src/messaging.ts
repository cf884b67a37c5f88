import type { Hosts } from './hosts.js';
import type { Kept } from './kept.js';
import type { Plugins } from './plugins.js';
import type { SignIn } from './sign-in.js';

interface Frame {
  readonly class: string;
  readonly code: number;
  readonly tracingId?: string;
  readonly body: {
    readonly id?: string;
    readonly type?: string;
    readonly direction?: string;
    readonly text?: string;
  };
}

export interface Line {
  readonly id: string;
  readonly mine: boolean;
  readonly text: string;
}

/** Tries to configure a session with a JWT that is refused, before the customer is told. */
const MAX_TRIES = 3;

/** The `MessagingService` plug-in: one session over one socket. */
export class Messaging {
  readonly #plugins: Plugins;
  readonly #kept: Kept;
  readonly #hosts: Hosts;
  readonly #deploymentId: string;
  readonly #signIn: SignIn | null;
  readonly #lines = new Map<string, Line>();
  #socket: WebSocket | null = null;
  #starting: Promise<void> | null = null;
  #settle: ((frame: Frame) => void) | null = null;
  /** For the next message. */
  attributes: Readonly<Record<string, string>> = {};

  constructor(plugins: Plugins, kept: Kept, hosts: Hosts, deploymentId: string, signIn: SignIn | null) {
    this.#plugins = plugins;
    this.#kept = kept;
    this.#hosts = hosts;
    this.#deploymentId = deploymentId;
    this.#signIn = signIn;
    plugins.add('MessagingService.startConversation', () => this.start());
    plugins.add('MessagingService.sendMessage', (data) => this.send((data as { message: string }).message));
    plugins.subscribe('Auth.loggedOut', () => this.#leave());
    plugins.publish('MessagingService.ready');
  }

  /** Opens and configures the session, once for all who ask. */
  start(): Promise<void> {
    this.#starting ??= this.#open().catch((error: unknown) => {
      this.#starting = null;
      throw error;
    });
    return this.#starting;
  }

  async send(text: string): Promise<void> {
    await this.start();
    const { attributes } = this;
    this.attributes = {};
    const channel = Object.keys(attributes).length > 0 && {
      channel: { metadata: { customAttributes: attributes } },
    };
    this.#frame('onMessage', { message: { type: 'Text', text, ...channel } });
  }

  async #open(): Promise<void> {
    const isRestored = this.#kept.get('active') !== null;
    if (isRestored) this.#plugins.publish('MessagingService.restoring');
    const socket = new WebSocket(`${this.#hosts.socket}?deploymentId=${this.#deploymentId}`);
    this.#socket = socket;
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(String(data)) as Frame);
    await this.#configure();
    this.#kept.set('active', 'true');
    this.#plugins.publish(`MessagingService.${isRestored ? 'restored' : 'started'}`);
  }

  async #configure(): Promise<void> {
    const deploymentId = this.#deploymentId;
    if (!this.#signIn) {
      await this.#answered('configureSession', { deploymentId });
      return;
    }
    let jwt = await this.#signIn.jwt();
    for (let tries = 1; ; tries += 1) {
      const { code } = await this.#answered('configureAuthenticatedSession', {
        deploymentId,
        data: { code: jwt },
      });
      if (code === 200) return;
      if (tries === MAX_TRIES) throw new Error(`The session was refused with ${code}.`);
      jwt = await this.#signIn.again();
    }
  }

  #answered(action: string, more: object): Promise<Frame> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#frame(action, more);
    });
  }

  #frame(action: string, more: object): void {
    const tracingId = crypto.randomUUID();
    this.#socket?.send(JSON.stringify({ action, token: this.#kept.token, tracingId, ...more }));
  }

  #receive(frame: Frame): void {
    if (frame.class === 'LogoutEvent') {
      this.#signIn?.loggedOut();
      return;
    }
    if (frame.class === 'SessionResponse' || this.#settle) {
      this.#settle?.(frame);
      this.#settle = null;
      return;
    }
    const { id, type, direction, text } = frame.body;
    if (frame.code !== 200) this.#plugins.publish('MessagingService.error', { errorKey: frame.code });
    if (frame.class !== 'StructuredMessage' || type !== 'Text' || id === undefined) return;
    this.#lines.set(id, { id, mine: direction === 'Inbound', text: text ?? '' });
    this.#plugins.publish('MessagingService.messagesReceived', { messages: [...this.#lines.values()] });
  }

  #leave(): void {
    this.#socket?.close();
    this.#socket = null;
    this.#starting = null;
    this.#lines.clear();
  }
}
