import { headers } from 'next/headers';
import type { ReactNode } from 'react';

/**
 * The chat is on every page, and the same one from page to page: it stays open while the customer moves about. It is there
 * for those who are not signed in too, and shows them the way; a script that React adds later would not run.
 */
export default async function Layout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en">
      <body>
        {children}
        <script
          src="/support/widget.js"
          nonce={nonce}
          data-assertion-url="/throughline/assertion"
          data-sign-in-url="/"
          data-phone="+44 20 7946 0000"
          defer
        />
      </body>
    </html>
  );
}
