/** A page of a portal made with React: what the customer looks at goes to the flow, and a button of its own opens the chat. */
import { StrictMode, useRef, useState } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { ThroughlineChat, type ThroughlineChatHandle } from './index.js';

export function Page() {
  const chat = useRef<ThroughlineChatHandle>(null);
  const [opened, setOpened] = useState(0);
  const [isSignedIn, setSignedIn] = useState(true);
  return (
    <main>
      <h1>Orders</h1>
      <p>Chat opened {opened} times</p>
      <button type="button" onClick={() => chat.current?.escalate({ intent: 'order-stuck' })}>
        Where is my order?
      </button>
      <button type="button" onClick={() => setSignedIn(false)}>
        Sign out
      </button>
      {isSignedIn && (
        <ThroughlineChat
          ref={chat}
          assertionUrl="/throughline/assertion"
          phone="+44 20 7946 0000"
          title="Ask us"
          onOpen={() => setOpened((count) => count + 1)}
        />
      )}
    </main>
  );
}

// Not on the server, which renders `Page` to text.
if (typeof document !== 'undefined') {
  hydrateRoot(
    document.body,
    <StrictMode>
      <Page />
    </StrictMode>,
    {
      onRecoverableError: (_error) => {},
    },
  );
}
