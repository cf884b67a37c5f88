import { z } from 'zod';
import { askJson } from '../http.js';
import { failed, ok, type Step, warning } from '../step.js';
import type { DoctorSettings, Subject } from '../subject.js';

/** What clients read, as Genesys's mobile SDK does; the address itself is not documented. */
const publicConfiguration = z.object({
  status: z.string(),
  version: z.string(),
  apiEndpoint: z.string(),
  auth: z.object({ enabled: z.boolean(), allowSessionUpgrade: z.boolean().optional() }),
  headlessMode: z.object({ enabled: z.boolean() }).optional(),
  messenger: z.object({
    fileUpload: z.object({ enableAttachments: z.boolean() }).optional(),
    apps: z.object({ conversations: z.object({ enabled: z.boolean() }) }),
  }),
});

const domainList = z.object({ allowAllDomains: z.boolean(), allowedDomains: z.array(z.string()) });

export function fileOf(cdn: string, deploymentId: string, name: 'config' | 'domains'): string {
  return `${cdn}/webdeployments/v1/deployments/${encodeURIComponent(deploymentId)}/${name}.json`;
}

export const deployment: Step<Subject> = {
  id: 'deployment',
  why: 'Guests connect to this deployment: without it, or in another region, no conversation begins.',
  needs: ['hosts'],
  async check({ settings }) {
    const { hosts, deploymentId } = settings;
    const { status, body } = await askJson(fileOf(hosts.cdn, deploymentId, 'config'), publicConfiguration);
    if (!body) return missing(settings, status);
    const there = new URL(body.apiEndpoint).host;
    if (there !== new URL(hosts.api).host) {
      return failed(
        `The deployment belongs to ${there}, and the gateway asks ${new URL(hosts.api).host}.`,
        'Set genesys.region to the region of that host.',
      );
    }
    if (body.status !== 'Active' || !body.messenger.apps.conversations.enabled) {
      return failed(
        `The deployment is ${body.status}, with conversations ${body.messenger.apps.conversations.enabled ? 'on' : 'off'}.`,
        'Activate it in Admin > Message > Messenger Deployments, and turn conversations on in its configuration.',
      );
    }
    return ok(`The deployment is active, with version ${body.version} of its configuration.`);
  },
};

export const authentication: Step<Subject> = {
  id: 'authentication',
  why: 'What the messenger configuration says of sign-in and what the gateway does have to be the same.',
  needs: ['deployment'],
  async check({ settings: { hosts, deploymentId, provider } }) {
    const { body } = await askJson(fileOf(hosts.cdn, deploymentId, 'config'), publicConfiguration);
    if (!body) return failed('The configuration cannot be read any more.', 'Run it again.');
    const { enabled, allowSessionUpgrade } = body.auth;
    if (provider && !enabled) {
      return failed(
        'Customers are to sign in (genesys.signIn), and the configuration has authentication off.',
        'Turn authentication on in the messenger configuration, or remove genesys.signIn.',
      );
    }
    if (!provider && enabled && !allowSessionUpgrade) {
      return failed(
        'The configuration wants guests to sign in, and genesys.signIn is not set: anonymous guests cannot send.',
        'Set genesys.signIn, or let anonymous sessions be upgraded in the messenger configuration.',
      );
    }
    return ok(provider ? 'Customers sign in.' : 'Guests are anonymous.');
  },
};

export const messenger: Step<Subject> = {
  id: 'messenger',
  why: 'What customers can do in the Messenger, and whether they see it, is said in its configuration.',
  needs: ['deployment'],
  async check({ settings: { hosts, deploymentId, isDirect, takesFiles } }) {
    const { body } = await askJson(fileOf(hosts.cdn, deploymentId, 'config'), publicConfiguration);
    if (!body) return failed('The configuration cannot be read any more.', 'Run it again.');
    if (isDirect && body.headlessMode?.enabled) {
      return failed(
        "The configuration is headless: Genesys's Messenger shows nothing in the portal's pages (genesys.direct).",
        'Turn the headless mode off in the messenger configuration, with the launcher "On demand".',
      );
    }
    if (takesFiles && !body.messenger.fileUpload?.enableAttachments) {
      return warning(
        'The gateway takes files (files), and the configuration has attachments off: agents get their names alone.',
        'Allow attachments in the messenger configuration, or take "files" out of the configuration of the gateway.',
      );
    }
    return ok('It allows what the gateway needs.');
  },
};

/** The id is public, so other regions may be asked for it. */
async function missing({ hosts, region, deploymentId, otherRegions }: DoctorSettings, status: number) {
  const found = await Promise.all(
    otherRegions.map(async (other) => {
      const file = fileOf(other.cdn, deploymentId, 'config');
      const answer = await askJson(file, publicConfiguration).catch(() => null);
      return answer?.body ? other.region : null;
    }),
  );
  const right = found.find((name) => name !== null);
  const here = `The deployment ${deploymentId} is not in ${region ?? new URL(hosts.cdn).host} (status ${status}).`;
  return right
    ? failed(`${here} It is in ${right}.`, `Set genesys.region to ${right}.`)
    : failed(
        `${here} No region has it.`,
        'Check genesys.deploymentId: it is the id of the Messenger Deployment, not of its configuration.',
      );
}

export const domains: Step<Subject> = {
  id: 'domains',
  why: "Genesys refuses connections whose Origin is not among the deployment's allowed domains.",
  needs: ['deployment'],
  async check({ settings }) {
    const { hosts, deploymentId, origins } = settings;
    const { status, body } = await askJson(fileOf(hosts.cdn, deploymentId, 'domains'), domainList);
    if (!body) {
      return warning(
        `The list of allowed domains cannot be read (status ${status}).`,
        'Look at the allowed domains of the deployment by hand.',
      );
    }
    if (body.allowAllDomains) {
      return warning(
        'All domains may use the deployment.',
        `Allow ${hostsOf(origins).join(', ')} only: any other site could open conversations with your agents.`,
      );
    }
    const refused = hostsOf(origins).filter(
      (host) => !body.allowedDomains.some((name) => covers(name, host)),
    );
    return refused.length === 0
      ? ok(`${hostsOf(origins).join(', ')} may use the deployment.`)
      : failed(
          `${refused.join(', ')} may not use the deployment; allowed are: ${body.allowedDomains.join(', ') || 'none'}.`,
          `Add ${refused.join(', ')} to the allowed domains of the deployment, or set genesys.origin to an allowed one.`,
        );
  },
};

function hostsOf(origins: readonly string[]): string[] {
  return [...new Set(origins.map((origin) => new URL(origin).hostname))];
}

/** As the documentation has it: sub-domains count too. */
function covers(domain: string, host: string): boolean {
  const name = domain.toLowerCase().replace(/^\*\./, '');
  return host === name || host.endsWith(`.${name}`);
}
