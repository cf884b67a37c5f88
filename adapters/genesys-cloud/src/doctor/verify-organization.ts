import { GenesysError } from '../platform/genesys-error.js';
import type { Fact, Observed } from './facts/fact.js';
import { guestFacts } from './facts/guest-facts.js';
import { manualFacts } from './facts/manual-facts.js';
import { platformFacts } from './facts/platform-facts.js';
import { type DoctorSettings, Subject } from './subject.js';

const FACTS: readonly Fact[] = [...platformFacts, ...guestFacts, ...manualFacts];

export interface FactEvidence extends Pick<Fact, 'id' | 'question' | 'how'> {
  /** `by hand`: it takes a person. */
  readonly state: 'measured' | 'failed' | 'by hand';
  readonly observed: Observed | null;
}

export interface OrganizationEvidence {
  readonly format: 1;
  /** `stand-in`: a server that is no region of Genesys Cloud, so that nothing here is evidence about Genesys. */
  readonly measuredIn: 'genesys-cloud' | 'stand-in';
  readonly region: string | null;
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly facts: readonly FactEvidence[];
}

/** Measures, one after the other, what is uncertain about Genesys. It reads, and opens sockets without a session. */
export async function verifyOrganization(settings: DoctorSettings): Promise<OrganizationEvidence> {
  const subject = new Subject(settings);
  const facts: FactEvidence[] = [];
  for (const fact of FACTS) facts.push(await measure(fact, subject));
  return {
    format: 1,
    measuredIn: settings.region === null ? 'stand-in' : 'genesys-cloud',
    region: settings.region,
    measuredAt: settings.clock.now().toISOString(),
    facts,
  };
}

async function measure({ id, question, how, measure }: Fact, subject: Subject): Promise<FactEvidence> {
  if (!measure) return { id, question, how, state: 'by hand', observed: null };
  try {
    return { id, question, how, state: 'measured', observed: await measure(subject) };
  } catch (error) {
    return { id, question, how, state: 'failed', observed: failureOf(error) };
  }
}

/** Codes and operations; other errors are ours, or the network's, and say nothing of content either. */
function failureOf(error: unknown): Observed {
  if (!(error instanceof GenesysError)) return { error: error instanceof Error ? error.message : 'unknown' };
  const { operation, status = null, reason = null } = error.facts;
  return { operation, code: error.code, status, reason };
}
