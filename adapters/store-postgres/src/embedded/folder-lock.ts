import { readFileSync, readlinkSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { StoreLockedError } from '../errors.js';

/** What the lock file says about its holder. */
interface Holder {
  readonly pid: number;
  /** When the process started, in clock ticks since boot: tells it from a later one with the same number. */
  readonly startTicks: string | null;
  /** Names the set of processes in which `pid` counts: a host, or a container on it. */
  readonly scope: string;
}

const REFRESH_MS = 2_000;
/** A holder that cannot be looked up is gone when its file was not refreshed for this long, in milliseconds. */
const STALE_MS = 15_000;

/**
 * Keeps a data folder to one process: two of them on one folder would overwrite each other's commits unseen. The lock
 * is a file beside the folder; it falls to the next taker when its holder is gone.
 */
export class FolderLock {
  readonly #file: string;
  readonly #refresh: NodeJS.Timeout;

  /** @throws StoreLockedError when another process, or this one, has it */
  static take(file: string): FolderLock {
    const self: Holder = { pid: process.pid, startTicks: startTicksOf(process.pid), scope: scopeOfSelf() };
    if (!tryCreate(file, self)) {
      removeIfStale(file, self);
      // Another taker may have been quicker; then it is the holder.
      if (!tryCreate(file, self)) throw lockedBy(file, read(file), self);
    }
    return new FolderLock(file);
  }

  private constructor(file: string) {
    this.#file = file;
    this.#refresh = setInterval(() => refresh(file), REFRESH_MS).unref();
  }

  release(): void {
    clearInterval(this.#refresh);
    rmSync(this.#file, { force: true });
  }
}

function tryCreate(file: string, self: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(self), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves the file away before removing it, and looks at what it moved: another taker may have replaced it just now. */
function removeIfStale(file: string, self: Holder): void {
  const seen = read(file);
  if (isAlive(file, seen, self)) throw lockedBy(file, seen, self);
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) === seen) rmSync(aside);
  else renameSync(aside, file);
}

function isAlive(file: string, content: string, self: Holder): boolean {
  const holder = parseHolder(content);
  if (holder?.scope !== self.scope) return Date.now() - refreshedAt(file) < STALE_MS;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const startTicks = startTicksOf(holder.pid);
  return startTicks === null || holder.startTicks === null || startTicks === holder.startTicks;
}

function lockedBy(file: string, content: string, self: Holder): StoreLockedError {
  const holder = parseHolder(content);
  return new StoreLockedError(file, holder?.pid ?? null, holder?.scope === self.scope);
}

function parseHolder(content: string): Holder | null {
  try {
    const { pid, startTicks, scope } = JSON.parse(content) as Partial<Holder>;
    return Number.isSafeInteger(pid) && Number(pid) > 0
      ? { pid: Number(pid), startTicks: startTicks ?? null, scope: String(scope) }
      : null;
  } catch {
    // Its maker stopped, or is just, between making and filling it.
    return null;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function refreshedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function refresh(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Removed by hand: nothing to keep fresh.
  }
}

function scopeOfSelf(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** Null where the system does not tell; `ended` for a process that is only still listed. */
function startTicksOf(pid: number): string | null {
  try {
    // proc(5): the second field is the name in parentheses, the third the state, the 22nd the start time.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null);
  } catch {
    return null;
  }
}
