import { type Command, UsageError } from '../command.js';
import { erase } from './privacy/erase.js';
import { exportCustomer } from './privacy/export.js';
import { hold } from './privacy/hold.js';
import { receipt, verify } from './privacy/receipt.js';
import { replay } from './privacy/replay.js';

const HELP = `Usage: throughline privacy export CUSTOMER --out DIR [--issuer ISSUER] [--wait SECONDS]
       throughline privacy erase CUSTOMER [--issuer ISSUER] [--out FILE] [--wait SECONDS]
       throughline privacy receipt ERASURE [--out FILE]
       throughline privacy verify RECEIPT [--key FILE]… [--json]
       throughline privacy hold place|lift CUSTOMER --reason TEXT [--issuer ISSUER]
       throughline privacy hold list [--json]
       throughline privacy replay

export   writes everything that is kept of a customer, as JSON and as a page for people; texts as the masking policy
         says for exports
erase    destroys a customer's data keys and removes all that is kept, at once and for good; a live conversation is
         ended and the customer is signed out everywhere. Writes a signed receipt
receipt  writes the receipt of an erasure as things stand now, such as after the contact center has confirmed
verify   says whether a receipt was signed by this installation, what it says, and whom it is about
hold     keeps a customer's data from being erased or removed when its time is over; the reason is on the audit trail
replay   compares the ledger of erasures with the database; nodes erase again whoever came back with a restored one.
         Nodes also do it whenever they start

  CUSTOMER         as the portal names the customer: the subject of its assertions
  --issuer ISSUER  the portal, where several have a customer of that name
  --out            export: a folder, made when it is not there; erase, receipt: a file; the terminal when not set
  --wait SECONDS   how long to wait for a node and for the contact center; 30 when not set
  --reason TEXT    why, such as the number of the case
  --key FILE       public key of the receipts, earlier ones too; that of the configuration when not set
  --json           output as JSON

Works on the database of THROUGHLINE_DATABASE_URL or of the configuration, on a running node of this data directory
(THROUGHLINE_DATA_DIR), or on its embedded database when none runs. Nodes carry erasures out: without a running one,
the next that starts does.
Exit codes: 0 done, 1 refused, failed or not done yet, 2 wrong usage.
`;

export const privacy: Command = {
  help: HELP,
  async run([action, ...parameters], terminal) {
    switch (action) {
      case 'export':
        return exportCustomer(parameters, terminal);
      case 'erase':
        return erase(parameters, terminal);
      case 'receipt':
        return receipt(parameters, terminal);
      case 'verify':
        return verify(parameters, terminal);
      case 'hold':
        return hold(parameters, terminal);
      case 'replay':
        return replay(parameters, terminal);
      default:
        throw new UsageError('Say "privacy export", "erase", "receipt", "verify", "hold" or "replay".');
    }
  },
};
