import { setPageAttributes } from './attributes.js';
import type { MessengerSettings } from './settings.js';

const CALL = 'genesysCloud.webchat.init()';

/** Arguments that older guides have, and what became of them. */
interface OlderArguments {
  readonly region?: unknown;
  readonly environment?: unknown;
  readonly deploymentId?: unknown;
  readonly externalId?: unknown;
  readonly context?: unknown;
  readonly customAttributes?: unknown;
}

/**
 * `genesysCloud.webchat.init({...})` of older guides: checks what the page says against the gateway's settings and takes
 * what is still the page's to say. Nothing is thrown: a wrong argument must not cost the customer the chat.
 * @param open Opens the chat.
 */
export function offerOlderCall(settings: MessengerSettings, open: () => void): void {
  const page = globalThis as { genesysCloud?: { webchat?: object } };
  const webchat = { init: (given: unknown) => init(settings, given), open };
  page.genesysCloud = { ...page.genesysCloud, webchat: { ...page.genesysCloud?.webchat, ...webchat } };
}

let isWarned = false;

function init({ deploymentId, environment, regionNames }: MessengerSettings, given: unknown): void {
  if (typeof given !== 'object' || given === null) {
    tell(
      'error',
      `${CALL} takes an object, such as {region: "${regionNames[0]}"}. The chat uses the gateway's settings.`,
    );
    return;
  }
  const older = given as OlderArguments;
  const region = older.region ?? older.environment;
  if (region !== undefined && !regionNames.includes(String(region).toLowerCase())) {
    tell(
      'error',
      `${CALL}: the gateway is set to the region ${environment}, not "${String(region)}". The gateway's is used; it has these names: ${regionNames.join(', ')}.`,
    );
  }
  if (older.deploymentId !== undefined && older.deploymentId !== deploymentId) {
    tell('error', `${CALL}: the gateway is set to another deploymentId, which is used: ${deploymentId}.`);
  }
  if (older.externalId !== undefined && !isWarned) {
    isWarned = true;
    tell(
      'warn',
      `${CALL}: externalId is ignored. Who the customer is comes from the portal's session, by the gateway.`,
    );
  }
  const attributes = older.customAttributes ?? older.context;
  if (attributes === undefined) return;
  if (typeof attributes !== 'object' || attributes === null) {
    tell('error', `${CALL}: context takes an object of texts, such as {orderId: "A-17"}. It is left out.`);
    return;
  }
  setPageAttributes(
    Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)])),
  );
}

function tell(level: 'error' | 'warn', message: string): void {
  // biome-ignore lint/suspicious/noConsole: whoever wrote the call looks there
  console[level](message);
}
