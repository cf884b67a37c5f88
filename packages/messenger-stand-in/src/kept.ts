const NAMES = { token: 'actmu', jwt: 'gcatkn', refresh: 'gcartkn', active: 'gcmcsessionActive' } as const;

/** What all tabs of a browser share, under the names that the Messenger was seen to use. */
export class Kept {
  readonly #prefix: string;

  constructor(deploymentId: string) {
    this.#prefix = `_${deploymentId}:`;
  }

  get(name: keyof typeof NAMES): string | null {
    return localStorage.getItem(this.#prefix + NAMES[name]);
  }

  set(name: keyof typeof NAMES, value: string): void {
    localStorage.setItem(this.#prefix + NAMES[name], value);
  }

  clear(): void {
    for (const name of Object.values(NAMES)) localStorage.removeItem(this.#prefix + name);
  }

  /** Of this browser; made when there is none. */
  get token(): string {
    const token = this.get('token') ?? crypto.randomUUID();
    this.set('token', token);
    return token;
  }
}
