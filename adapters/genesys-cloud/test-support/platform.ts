import { Budget, PLATFORM_BUDGET } from '../src/platform/budget.js';
import { PlatformClient, type PlatformClientOptions } from '../src/platform/platform-client.js';
import { OAUTH_CLIENT, TestDoor } from './door.js';
import { Timeline } from './timeline.js';
import { WindowedLimiter } from './windowed-limiter.js';

/** A client whose waits are noted instead of waited for; its clock moves with them. */
export function clientOf(url: string, time = new Timeline(), more: Partial<PlatformClientOptions> = {}) {
  const waits: number[] = [];
  const contacts: boolean[] = [];
  const wait = async (ms: number) => {
    waits.push(ms);
    time.clock.advance(ms);
  };
  const client = new PlatformClient({
    ...OAUTH_CLIENT,
    apiUrl: url,
    loginUrl: url,
    clock: time.clock,
    budget: new Budget(new WindowedLimiter(time.clock), time.clock, PLATFORM_BUDGET, wait),
    wait,
    random: () => 0.5,
    onContact: (isReachable) => contacts.push(isReachable),
    ...more,
  });
  return { client, waits, contacts, time };
}

/** A door, and a client of it. */
export async function doorAndClient(more: Partial<PlatformClientOptions> = {}) {
  const time = new Timeline();
  const door = await TestDoor.start(time.clock);
  return { door, ...clientOf(door.url, time, more) };
}
