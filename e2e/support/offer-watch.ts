import type { FaultAgent } from './fault-customer.js';
import { query } from './test-database.js';

/**
 * Sees every offer, at both ends. In the database a trigger notes each change of hands: an offer may only be made of
 * an interaction that waits, and only the agent who has the offer may get the interaction. At the desks, after every
 * change of any of them, no two may show the same offer while it is open.
 */
export class OfferWatch {
  readonly #url: string;
  readonly #agents: readonly FaultAgent[];
  /** Looks at all desks, one after every change of one of them. */
  looks = 0;
  readonly #doubledAtDesks = new Set<string>();

  private constructor(url: string, agents: readonly FaultAgent[]) {
    this.#url = url;
    this.#agents = agents;
    for (const { client } of agents) client.subscribe(() => this.#look());
  }

  static async start(url: string, agents: readonly FaultAgent[]): Promise<OfferWatch> {
    await query(
      url,
      `create table hand_change (
         interaction_id text, from_state text, from_agent text, to_state text, to_agent text
       );
       create function note_hand_change() returns trigger language plpgsql as $$
       begin
         insert into hand_change values (new.id, old.state, old.agent_id, new.state, new.agent_id);
         return null;
       end $$;
       create trigger note_hand_change after update on interaction for each row
         when (old.state is distinct from new.state or old.agent_id is distinct from new.agent_id)
         execute function note_hand_change()`,
    );
    return new OfferWatch(url, agents);
  }

  /** How many offers were made, and what must not have been. */
  async result(): Promise<{ readonly offers: number; readonly violations: readonly string[] }> {
    const offers = await query<{ count: string }>(
      this.#url,
      `select count(*) from hand_change where to_state = 'offered'`,
    );
    const doubled = await query<{ interaction_id: string; from_state: string; to_state: string }>(
      this.#url,
      `select interaction_id, from_state, to_state from hand_change
       where to_state = 'offered' and from_state <> 'waiting'
          or to_state = 'assigned' and (from_state <> 'offered' or from_agent <> to_agent)`,
    );
    return {
      offers: Number(offers[0]?.count),
      violations: [
        ...doubled.map((row) => `${row.from_state} to ${row.to_state}: ${row.interaction_id}`),
        ...[...this.#doubledAtDesks].map((id) => `open at two desks: ${id}`),
      ],
    };
  }

  #look(): void {
    this.looks += 1;
    const seen = new Set<string>();
    for (const agent of this.#agents) {
      for (const interactionId of agent.openOffers(Date.now())) {
        if (seen.has(interactionId)) this.#doubledAtDesks.add(interactionId);
        seen.add(interactionId);
      }
    }
  }
}
