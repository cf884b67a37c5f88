import { DEFAULT_DOOR_LIMITS, type Deployment, type DoorLimits } from '@throughline/genesys-door';
import { deploymentSchema } from './config/genesys-door-schema.js';
import { toDeployment } from './config/to-genesys-door.js';

const settingsSchema = deploymentSchema.omit({ id: true, queue: true });
const LISTS: ReadonlySet<string> = new Set(['allowedDomains', 'fileTypes', 'blockedExtensions']);

export type DeploymentSettings = Readonly<Record<string, string | number | boolean>>;

/**
 * The emulator's deployment: guests may sign in, and settings are those of the configuration file's `deployments`;
 * lists are written with commas.
 * @throws Error that says which settings there are, or what is expected of one
 */
export function readDeployment(id: string, queue: string, settings: DeploymentSettings): Deployment {
  refuseUnknown('deployment setting', settings, Object.keys(settingsSchema.shape));
  const values = Object.entries(settings).map(([name, value]) => [
    name,
    LISTS.has(name) ? String(value).split(',').filter(Boolean) : value,
  ]);
  const parsed = deploymentSchema.safeParse({ id, queue, signIn: 'allowed', ...Object.fromEntries(values) });
  if (parsed.success) return toDeployment(parsed.data);
  const [issue] = parsed.error.issues;
  throw new Error(
    `The deployment setting ${String(issue?.path[0])} cannot be used: ${issue?.message ?? ''}.`,
  );
}

/** @throws Error that says which limits there are, or that one is no positive number */
export function readLimits(limits: Readonly<Record<string, number>>): Partial<DoorLimits> {
  refuseUnknown('limit', limits, Object.keys(DEFAULT_DOOR_LIMITS));
  const wrong = Object.entries(limits).find(([, value]) => !(value > 0));
  if (wrong) throw new Error(`The limit ${wrong[0]} must be a number above 0.`);
  return limits;
}

function refuseUnknown(what: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new Error(`There is no ${what} ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
}
