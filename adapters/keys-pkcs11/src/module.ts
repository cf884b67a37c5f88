import { existsSync } from 'node:fs';
import { KeyEncryptionKeyError } from '@throughline/core';
import type * as Pkcs11 from 'pkcs11js';

export type { Pkcs11 };

interface LoadedModule {
  readonly api: Pkcs11.PKCS11;
  users: number;
}

/** One library is initialized once in a process, whoever uses it. */
const loaded = new Map<string, LoadedModule>();

/** The binding is compiled when it is installed; where that failed, everything but PKCS#11 works. */
export async function loadBinding(): Promise<typeof Pkcs11> {
  try {
    return (await import('pkcs11js')).default as unknown as typeof Pkcs11;
  } catch (error) {
    throw new KeyEncryptionKeyError(
      'The PKCS#11 binding (npm package pkcs11js) is not installed. It is compiled by `npm ci`, which needs a C++ compiler, make and Python 3; install them and run it again.',
      { cause: error },
    );
  }
}

export function acquire(binding: typeof Pkcs11, library: string): Pkcs11.PKCS11 {
  const known = loaded.get(library);
  if (known) {
    known.users += 1;
    return known.api;
  }
  if (!existsSync(library)) {
    throw new KeyEncryptionKeyError(
      `There is no PKCS#11 library ${library}. Name the one of the security module's manufacturer.`,
    );
  }
  const api = new binding.PKCS11();
  api.load(library);
  api.C_Initialize();
  loaded.set(library, { api, users: 1 });
  return api;
}

export function release(library: string): void {
  const known = loaded.get(library);
  if (!known) return;
  known.users -= 1;
  if (known.users > 0) return;
  loaded.delete(library);
  known.api.C_Finalize();
  known.api.close();
}
