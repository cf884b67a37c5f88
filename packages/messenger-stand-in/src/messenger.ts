import type { Hosts } from './hosts.js';
import type { Messaging } from './messaging.js';
import type { Plugins } from './plugins.js';

/** The `Messenger` and `Launcher` plug-ins: a frame from Genesys's host, and the button that opens it. */
export function addMessenger(plugins: Plugins, { apps }: Hosts, messaging: Messaging): void {
  const frame = Object.assign(document.createElement('iframe'), {
    title: 'Messenger (stand-in)',
    src: `${apps}/genesys-bootstrap/stand-in-window.html`,
    hidden: true,
  });
  Object.assign(frame.style, {
    position: 'fixed',
    right: '20px',
    bottom: '20px',
    width: '360px',
    height: '520px',
    border: '0',
  });
  const launcher = Object.assign(document.createElement('button'), { textContent: 'Messenger (stand-in)' });
  Object.assign(launcher.style, { position: 'fixed', right: '20px', bottom: '20px' });
  document.body.append(frame, launcher);

  const show = (isOpen: boolean) => {
    frame.hidden = !isOpen;
    plugins.publish(`Messenger.${isOpen ? 'opened' : 'closed'}`);
  };
  const open = async () => {
    await messaging.start();
    show(true);
  };
  launcher.onclick = () => void open().catch(() => undefined);
  plugins.add('Messenger.open', open);
  plugins.add('Messenger.close', () => show(false));
  plugins.add('Launcher.show', () => {
    launcher.hidden = false;
    plugins.publish('Launcher.visible');
  });
  plugins.add('Launcher.hide', () => {
    launcher.hidden = true;
    plugins.publish('Launcher.hidden');
  });
  plugins.subscribe('MessagingService.messagesReceived', ({ data }) =>
    frame.contentWindow?.postMessage(data, apps),
  );
  plugins.subscribe('Auth.loggedOut', () => {
    frame.contentWindow?.postMessage({ messages: [] }, apps);
    if (!frame.hidden) show(false);
  });
  addEventListener('message', ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    const { text, close } = data as { text?: string; close?: boolean };
    if (text) void messaging.send(text).catch(() => undefined);
    if (close) show(false);
  });
  frame.onload = () => {
    plugins.publish('Launcher.ready');
    plugins.publish('Messenger.ready');
  };
}
