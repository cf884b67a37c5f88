/** What this browser keeps of the customer who used the Messenger last: an opaque mark. */
const keyOf = (deploymentId: string) => `throughline-messenger:${deploymentId}`;

/**
 * Forgets the Messenger's session where another customer had it: Genesys's script would go on with it unasked. Its entries
 * begin with `_<deploymentId>:`.
 */
export function keepFor(customer: string, deploymentId: string): void {
  try {
    if (localStorage.getItem(keyOf(deploymentId)) === customer) return;
    forget(deploymentId);
    localStorage.setItem(keyOf(deploymentId), customer);
  } catch {
    // Without storage nothing was kept.
  }
}

export function forget(deploymentId: string): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(`_${deploymentId}:`) || key === keyOf(deploymentId)) localStorage.removeItem(key);
    }
  } catch {
    // Without storage nothing was kept.
  }
}
