import type { NextConfig } from 'next';

const gateway = process.env.GATEWAY_URL ?? 'http://localhost:8080';

const config: NextConfig = {
  /** The gateway on the portal's own origin, WebSockets included; where a reverse proxy does this already, leave it out. */
  async rewrites() {
    // Not what is below /support/s2s: that is for servers, never for the internet.
    return [{ source: '/support/:path((?!s2s/).*)', destination: `${gateway}/support/:path` }];
  },
};

export default config;
