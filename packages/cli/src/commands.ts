import type { Command } from './command.js';

interface CommandEntry {
  readonly summary: string;
  /** Loads the command's file only when it is called, so that `--help` and small commands start at once. */
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of `throughline --help`. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  emulator: {
    summary: 'run the Genesys-compatible door alone, or make it fail on purpose',
    load: async () => (await import('./commands/emulator.js')).emulator,
  },
  serve: {
    summary: 'run the product from its configuration',
    load: async () => (await import('./commands/serve.js')).serve,
  },
  doctor: {
    summary: "check the gateway's set-up, with Genesys Cloud step by step",
    load: async () => (await import('./commands/doctor.js')).doctor,
  },
  audit: {
    summary: 'check the audit trail against its checkpoints, and export it',
    load: async () => (await import('./commands/audit.js')).audit,
  },
  drill: {
    summary: 'rehearse an outage of Genesys Cloud, and measure it',
    load: async () => (await import('./commands/drill.js')).drill,
  },
  flow: {
    summary: 'check flows and see where they send a customer',
    load: async () => (await import('./commands/flow.js')).flow,
  },
  'contact-center': {
    summary: 'have the embedded contact center take new conversations for a while',
    load: async () => (await import('./commands/contact-center.js')).contactCenter,
  },
  csp: {
    summary: "print, merge and check the Content-Security-Policy of a portal's pages",
    load: async () => (await import('./commands/csp.js')).csp,
  },
  genesys: {
    summary: 'write the set-up of an organization of Genesys Cloud as code',
    load: async () => (await import('./commands/genesys.js')).genesys,
  },
  keys: {
    summary: 'rotate the keys of the OpenID provider and those of customers',
    load: async () => (await import('./commands/keys.js')).keys,
  },
  mask: {
    summary: 'hide personal and payment data in lines of text',
    load: async () => (await import('./commands/mask.js')).mask,
  },
  privacy: {
    summary: "export or erase a customer's data, hold it, and check receipts",
    load: async () => (await import('./commands/privacy.js')).privacy,
  },
};
