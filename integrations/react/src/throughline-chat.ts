'use client';

import {
  defineThroughlineChat,
  type ThroughlineChat as Element,
  type EscalateOptions,
} from '@throughline/chat-widget';
import { createElement, type ReactElement, type Ref, useEffect, useImperativeHandle, useRef } from 'react';

/** What a page may ask of the chat; does nothing before the component is mounted. */
export interface ThroughlineChatHandle {
  /** Opens the panel and moves the focus into it. */
  open(): void;
  /** Minimizes the panel; the conversation goes on. */
  close(): void;
  /** Opens the panel and says what the customer needs. */
  escalate(options: EscalateOptions): void;
}

/** Attributes of `<throughline-chat>` by their names in React; see the README of `@throughline/chat-widget`. */
export interface ThroughlineChatProps {
  /** Where the gateway is mounted; read once. `/support` when absent. */
  readonly basePath?: string;
  /** The portal's endpoint that vouches for the signed-in customer; read once. */
  readonly assertionUrl?: string;
  readonly title?: string;
  readonly phone?: string;
  readonly email?: string;
  /** What the customer wants, for the flow. */
  readonly intent?: string;
  readonly signInUrl?: string;
  /** For the custom properties that color and place it. */
  readonly className?: string;
  readonly onOpen?: () => void;
  readonly onClose?: () => void;
  readonly ref?: Ref<ThroughlineChatHandle>;
}

/**
 * The chat, for pages made with React. One for each page; it renders on a server too, as an empty element that the browser
 * fills. The chat itself becomes a chunk of the page's bundle and is fetched when somebody may want it.
 */
export function ThroughlineChat({
  basePath,
  assertionUrl,
  title,
  phone,
  email,
  intent,
  signInUrl,
  className,
  onOpen,
  onClose,
  ref,
}: ThroughlineChatProps): ReactElement {
  const element = useRef<Element>(null);
  useEffect(defineThroughlineChat, []);
  useListener(element, 'throughline-open', onOpen);
  useListener(element, 'throughline-close', onClose);
  useImperativeHandle(
    ref,
    () => ({
      open: () => element.current?.open(),
      close: () => element.current?.close(),
      escalate: (options) => element.current?.escalate(options),
    }),
    [],
  );
  return createElement('throughline-chat', {
    ref: element,
    class: className,
    'data-base-path': basePath,
    'data-assertion-url': assertionUrl,
    'data-title': title,
    'data-phone': phone,
    'data-email': email,
    'data-intent': intent,
    'data-sign-in-url': signInUrl,
  });
}

function useListener(
  element: { readonly current: Element | null },
  name: string,
  listener?: () => void,
): void {
  useEffect(() => {
    const { current } = element;
    if (!current || !listener) return;
    current.addEventListener(name, listener);
    return () => current.removeEventListener(name, listener);
  }, [element, name, listener]);
}
