import { randomUUID } from 'node:crypto';
import type { PortalCustomer } from '@throughline/server';

/** Stands for the sessions that a real portal has: who is signed in, by cookie value. Anyone may sign in as anyone. */
export class PortalSessions {
  readonly #customers = new Map<string, PortalCustomer>();

  start(customerId: string): string {
    const cookie = randomUUID();
    this.#customers.set(cookie, { id: customerId, name: `Customer ${customerId}` });
    return cookie;
  }

  find(cookie: string | undefined): PortalCustomer | null {
    return this.#customers.get(cookie ?? '') ?? null;
  }

  end(cookie: string | undefined): PortalCustomer | null {
    const customer = this.find(cookie);
    this.#customers.delete(cookie ?? '');
    return customer;
  }
}

export const PAGE = `<!doctype html>
<html lang="en">
<title>Portal</title>
<form method="post" action="/sign-in"><input name="customer" aria-label="Customer"><button>Sign in</button></form>
<form method="post" action="/sign-out"><button>Sign out</button></form>
<script src="/support/widget.js" defer></script>
</html>
`;
