import { type Step, type StepReport, takeSteps } from './step.js';
import { conversations, moreDeployments } from './steps/conversations.js';
import { authentication, deployment, domains, messenger } from './steps/deployment.js';
import { logins, organization, separateClients } from './steps/login.js';
import { clock, hosts } from './steps/network.js';
import { provider, signIn } from './steps/provider.js';
import { roles } from './steps/roles.js';
import { dataActions, flow, queues, threading } from './steps/routing.js';
import { type DoctorSettings, Subject } from './subject.js';

const STEPS: readonly Step<Subject>[] = [
  hosts,
  clock,
  deployment,
  authentication,
  messenger,
  domains,
  conversations,
  moreDeployments,
  ...logins,
  separateClients,
  organization,
  ...roles,
  queues,
  dataActions,
  flow,
  threading,
  provider,
  signIn,
];

/** Looks at a set-up with Genesys Cloud step by step. It changes nothing there. */
export function examine(settings: DoctorSettings): Promise<StepReport[]> {
  return takeSteps(STEPS, new Subject(settings));
}
