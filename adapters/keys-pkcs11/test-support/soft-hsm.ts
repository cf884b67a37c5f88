import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Pkcs11 from 'pkcs11js';

/** Empty when it is not installed; `npm test` installs it. */
export const SOFT_HSM =
  ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so'].find((path) => existsSync(path)) ??
  '';

export const PIN = '918273';

/** Tokens in a folder of their own. One a process: the library reads where they are once. */
export class SoftHsm {
  readonly #folder = mkdtempSync(join(tmpdir(), 'throughline-hsm-'));

  constructor() {
    mkdirSync(join(this.#folder, 'tokens'));
    const file = join(this.#folder, 'softhsm2.conf');
    writeFileSync(file, `directories.tokendir = ${this.#folder}/tokens\nobjectstore.backend = file\n`);
    process.env.SOFTHSM2_CONF = file;
  }

  addToken(label: string): void {
    const parameters = ['--init-token', '--free', '--label', label, '--so-pin', '0000', '--pin', PIN];
    execFileSync('softhsm2-util', parameters, { stdio: 'ignore' });
  }

  /** An AES-256 key that never leaves the token. */
  addKey(token: string, label: string): void {
    const api = new Pkcs11.PKCS11();
    api.load(SOFT_HSM);
    api.C_Initialize();
    try {
      const slot = api.C_GetSlotList(true).find((each) => api.C_GetTokenInfo(each).label.trim() === token);
      if (!slot) throw new Error(`There is no token ${token}.`);
      const session = api.C_OpenSession(slot, Pkcs11.CKF_RW_SESSION | Pkcs11.CKF_SERIAL_SESSION);
      api.C_Login(session, Pkcs11.CKU_USER, PIN);
      api.C_GenerateKey(session, { mechanism: Pkcs11.CKM_AES_KEY_GEN }, [
        { type: Pkcs11.CKA_LABEL, value: label },
        { type: Pkcs11.CKA_TOKEN, value: true },
        { type: Pkcs11.CKA_VALUE_LEN, value: 32 },
        { type: Pkcs11.CKA_ENCRYPT, value: true },
        { type: Pkcs11.CKA_DECRYPT, value: true },
        { type: Pkcs11.CKA_SENSITIVE, value: true },
        { type: Pkcs11.CKA_EXTRACTABLE, value: false },
      ]);
    } finally {
      api.C_Finalize();
      api.close();
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
