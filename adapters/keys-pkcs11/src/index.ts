export { openPkcs11Key, type Pkcs11Settings } from './pkcs11-key.js';
