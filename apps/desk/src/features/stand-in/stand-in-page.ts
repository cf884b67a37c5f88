import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { isSignedOut } from '../../shared/agent-api.js';
import { emit } from '../../shared/events.js';
import { counted, dateAndTime } from '../../shared/format.js';
import { pageStyles } from '../../shared/page-styles.js';
import { badges, base, buttons } from '../../shared/styles.js';
import { changeSwitch, fetchSwitches, type Switch, type Switches } from './stand-in-api.js';

/** How often it is looked what others have done. */
const LOOK_MS = 5_000;
const USUAL_MINUTES = 60;
const LONGEST_REASON = 200;
const SIGNED_OUT = 'Your session has ended. Sign in again at the desk.';
const FAILED = 'The desk cannot reach its server. It keeps trying by itself.';

/** Where supervisors have agents at this desk take new conversations for a while: one proposes, another one confirms. */
export class StandInPage extends LitElement {
  static override properties = {
    switches: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  declare switches: Switches | null;
  declare problem: string;
  declare busy: boolean;

  #looking: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.switches = null;
    this.problem = '';
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#look();
    this.#looking = setInterval(() => void this.#look(), LOOK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#looking);
  }

  protected override render(): TemplateResult {
    return html`
      <header>
        <h1>Switch of new conversations</h1>
        <a href="#">Back to the desk</a>
        <button class="quiet" @click=${() => emit(this, 'sign-out-wanted', null)}>Sign out</button>
      </header>
      <main>
        <p>
          While the usual contact center cannot be reached, agents at this desk can take new conversations.
          Those that have begun stay where they are. One supervisor proposes a switch and another one confirms
          it; then it ends by itself.
        </p>
        <section aria-labelledby="now">
          <h2 id="now" tabindex="-1">Now</h2>
          <div role="status">${this.switches === null ? nothing : this.#now(this.switches.current)}</div>
          <p class="problem" role="alert">${this.problem}</p>
          ${this.switches === null ? nothing : this.#steps(this.switches)}
        </section>
      </main>
    `;
  }

  #now(current: Switch | null): TemplateResult {
    if (current === null) {
      return html`<p><span class="badge">Off</span> New conversations go to the usual contact center.</p>`;
    }
    const { state, minutes, reason, proposedBy, confirmedBy, confirmableUntil, until } = current;
    return html`
      ${
        state === 'proposed'
          ? html`<p><span class="badge warn">Proposed</span> New conversations still go to the usual contact center.</p>`
          : html`<p><span class="badge good">In force</span> New conversations come to this desk.</p>`
      }
      <dl>
        ${until === null ? nothing : row('Until', dateAndTime(until))}
        ${row('Why', reason)} ${row('Proposed by', proposedBy)}
        ${confirmedBy === null ? nothing : row('Confirmed by', confirmedBy)}
        ${confirmableUntil === null ? nothing : row('Can be confirmed until', dateAndTime(confirmableUntil))}
        ${state === 'proposed' ? row('Lasts', counted(minutes, 'minute')) : nothing}
      </dl>
    `;
  }

  #steps({ current, longestMinutes }: Switches): TemplateResult {
    if (current === null) return this.#proposal(longestMinutes);
    if (current.state === 'in force') {
      return html`<div class="steps">${this.#button('danger', 'End it now', () => this.#change('end', {}))}</div>`;
    }
    const takeBack = this.#button('', current.isYours ? 'Take it back' : 'Turn it down', () =>
      this.#change('end', {}),
    );
    const elsewhere = confirmedElsewhere(current);
    if (elsewhere !== null) {
      return html`<p>${elsewhere}</p>
        <div class="steps">${takeBack}</div>`;
    }
    return html`<div class="steps">
      ${this.#button('primary', 'Confirm', () => this.#change('confirm', { id: current.id }))} ${takeBack}
    </div>`;
  }

  #proposal(longest: number): TemplateResult {
    return html`<form @submit=${this.#propose}>
      <label>
        For how many minutes, at most ${longest}
        <input
          name="minutes"
          type="number"
          min="1"
          max=${longest}
          step="1"
          value=${Math.min(USUAL_MINUTES, longest)}
          required
        />
      </label>
      <label>
        Why; it is kept on the audit trail
        <input name="reason" type="text" maxlength=${LONGEST_REASON} required autocomplete="off" />
      </label>
      <button class="primary" aria-disabled=${this.busy}>Propose</button>
    </form>`;
  }

  #button(kind: string, words: string, act: () => Promise<void>): TemplateResult {
    return html`<button class=${kind} aria-disabled=${this.busy} @click=${act}>${words}</button>`;
  }

  async #propose(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    await this.#change('propose', {
      minutes: Number(form.get('minutes')),
      reason: String(form.get('reason')),
    });
  }

  async #change(step: 'propose' | 'confirm' | 'end', body: object): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const changed = await changeSwitch(step, body);
      this.problem = typeof changed === 'string' ? changed : '';
      this.switches = typeof changed === 'string' ? await fetchSwitches() : changed;
    } catch (error) {
      this.problem = isSignedOut(error) ? SIGNED_OUT : 'That did not work. Try again in a moment.';
    }
    this.busy = false;
    // What was pressed is not there any more.
    await this.updateComplete;
    if (this.problem === '') this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  }

  async #look(): Promise<void> {
    if (this.busy || document.visibilityState === 'hidden') return;
    try {
      this.switches = await fetchSwitches();
      if (this.problem === FAILED) this.problem = '';
    } catch (error) {
      this.problem = isSignedOut(error) ? SIGNED_OUT : FAILED;
    }
  }

  static override styles = [
    base,
    badges,
    buttons,
    pageStyles,
    css`
      form,
      .steps {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 0.75rem;
        margin: 1rem 0;
      }
      label:has([name='reason']) {
        flex: 1 1 20rem;
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.375rem 1rem;
        margin: 0.75rem 0;
        font-size: var(--text-m);
      }
      dt {
        color: var(--muted);
      }
      dd {
        overflow-wrap: anywhere;
      }
    `,
  ];
}

/** Who has to confirm it; null when whoever looks may. One person may be a user of the command line and a supervisor. */
function confirmedElsewhere({ isYours, proposerKind }: Switch): string | null {
  if (proposerKind === 'operator') {
    return 'It was proposed on the command line: another operator has to confirm it there.';
  }
  return isYours ? 'Another supervisor has to confirm it on this page.' : null;
}

function row(term: string, words: string): TemplateResult {
  return html`<dt>${term}</dt>
    <dd dir="auto">${words}</dd>`;
}

customElements.define('desk-stand-in', StandInPage);
