/** The policy that a portal with Trusted Types allows: `trusted-types throughline-messenger`. */
const POLICY_NAME = 'throughline-messenger';

/** What TypeScript does not know yet of Trusted Types (W3C). */
interface ScriptPolicy {
  createScriptURL(url: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

let policy: ScriptPolicy | undefined;

/**
 * Loads a classic script. Rejects when it cannot be fetched, or a policy of the page forbids it.
 * @param dataset For the script's tag.
 */
export function loadScript(url: string, dataset: DOMStringMap = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    Object.assign(script.dataset, dataset);
    script.async = true;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`${url} did not come`));
    };
    script.src = trusted(url);
    document.head.append(script);
  });
}

/** Only this module has the policy, and only settings of the gateway come here. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy(POLICY_NAME, { createScriptURL: (asked) => asked });
  return policy ? policy.createScriptURL(url) : url;
}
