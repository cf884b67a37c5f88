export interface Hosts {
  readonly apps: string;
  readonly api: string;
  readonly cdn: string;
  readonly socket: string;
}

/** A region's hosts by the address of the script; a door without regions has everything at one place. */
export function hostsOf(scriptUrl: string): Hosts {
  const { origin, hostname, port } = new URL(scriptUrl);
  if (!hostname.startsWith('apps.')) {
    return { apps: origin, api: origin, cdn: origin, socket: `${origin.replace(/^http/, 'ws')}/v1` };
  }
  const domain = `${hostname.slice('apps.'.length)}${port && `:${port}`}`;
  return {
    apps: origin,
    api: `https://api.${domain}`,
    cdn: `https://api-cdn.${domain}`,
    socket: `wss://webmessaging.${domain}/v1`,
  };
}
