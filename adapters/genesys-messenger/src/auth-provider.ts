import type { Gateway } from './gateway.js';
import { registerPlugin } from './genesys.js';

/**
 * The plug-in that Genesys's SDK asks for codes (developer.genesys.cloud, "Authenticated web messaging"). The gateway
 * gives them to whoever is signed in at the portal: nobody signs in twice, and no token is the page's own.
 */
export function registerAuthProvider(gateway: Gateway, onLoggedOut: () => void): void {
  registerPlugin('AuthProvider', (plugin) => {
    plugin.registerCommand('getAuthCode', (call) => {
      gateway.code().then(call.resolve, call.reject);
    });
    // Genesys asks for a code by itself afterwards.
    plugin.registerCommand('reAuthenticate', (call) => {
      gateway.signIn().then(() => call.resolve(), call.reject);
    });
    plugin.subscribe('Auth.loggedOut', onLoggedOut);
    plugin.ready();
  });
}
