import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { emit } from '../../shared/events.js';
import { pageStyles } from '../../shared/page-styles.js';
import { base, buttons } from '../../shared/styles.js';
import { type FoundValue, type Trial, type TrialResult, tryMasking } from './masking-api.js';

const LONGEST = 4_000;

const DESTINATIONS: Readonly<Record<string, string>> = {
  messages: 'Messages, as they are kept and as both sides read them',
  agent: 'Agent',
  transcript: 'Transcript',
  log: 'Log',
  contactCenter: 'Contact center',
  export: 'Export',
};

/** Where supervisors see what the masking policy makes of a text. */
export class MaskingPage extends LitElement {
  static override properties = {
    trial: { state: true },
    tried: { state: true },
    problem: { state: true },
  };

  declare trial: Trial | null;
  /** The text that `trial` is about. */
  declare tried: string;
  declare problem: string;

  constructor() {
    super();
    this.trial = null;
    this.tried = '';
    this.problem = '';
  }

  protected override render(): TemplateResult {
    return html`
      <header>
        <h1>Masking</h1>
        <a href="#">Back to the desk</a>
        <button class="quiet" @click=${() => emit(this, 'sign-out-wanted', null)}>Sign out</button>
      </header>
      <main>
        <p>
          Write or paste a text to see what the policy makes of it for everybody who gets it. Nothing of it is
          stored or logged.
        </p>
        <form @submit=${this.#submit}>
          <label>
            Text
            <textarea name="text" rows="5" maxlength=${LONGEST} required spellcheck="false"></textarea>
          </label>
          <button class="primary">See what becomes of it</button>
        </form>
        <div role="status">${this.#summary()}</div>
        ${this.trial === null ? nothing : this.#details(this.trial)}
      </main>
    `;
  }

  #summary(): TemplateResult {
    if (this.problem !== '') return html`<p class="problem">${this.problem}</p>`;
    if (this.trial === null) return html``;
    const { found, preset } = this.trial;
    const count = found.length === 1 ? '1 value' : `${found.length} values`;
    return html`<p>Found ${count}. The policy is built on the preset “${preset}”.</p>`;
  }

  #details({ found, results }: Trial): TemplateResult {
    return html`
      ${found.length === 0 ? nothing : this.#found(found)}
      <h2 id="results">What everybody gets</h2>
      <div class="scroll" role="region" aria-labelledby="results" tabindex="0">
        <table aria-labelledby="results">
          <thead>
            <tr>
              <th scope="col">Destination</th>
              <th scope="col">Role</th>
              <th scope="col">Text</th>
            </tr>
          </thead>
          <tbody>
            ${results.map(resultRow)}
          </tbody>
        </table>
      </div>
    `;
  }

  #found(found: readonly FoundValue[]): TemplateResult {
    return html`
      <h2 id="found">What was found</h2>
      <div class="scroll" role="region" aria-labelledby="found" tabindex="0">
        <table aria-labelledby="found">
          <thead>
            <tr>
              <th scope="col">Value</th>
              <th scope="col">Kind</th>
              <th scope="col">Score</th>
              <th scope="col">In messages</th>
            </tr>
          </thead>
          <tbody>
            ${found.map(
              ({ type, score, start, end, kept }) => html`<tr>
                <th scope="row"><bdi>${this.tried.slice(start, end)}</bdi></th>
                <td>${type}</td>
                <td>${score.toFixed(2)}</td>
                <td>${kept}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const text = String(new FormData(event.target as HTMLFormElement).get('text'));
    try {
      this.trial = await tryMasking(text);
      this.tried = text;
      this.problem = '';
    } catch {
      this.problem = 'That did not work. Try again in a moment.';
    }
  }

  static override styles = [
    base,
    buttons,
    pageStyles,
    css`
      form {
        display: grid;
        gap: 0.75rem;
        justify-items: start;
        margin: 1rem 0;
      }
      label {
        width: 100%;
      }
      .text {
        white-space: pre-wrap;
      }
    `,
  ];
}

function resultRow({ destination, role, text }: TrialResult): TemplateResult {
  return html`<tr>
    <th scope="row">${DESTINATIONS[destination] ?? destination}</th>
    <td>${role ?? 'everybody'}</td>
    <td class="text" dir="auto">${text}</td>
  </tr>`;
}

customElements.define('desk-masking', MaskingPage);
