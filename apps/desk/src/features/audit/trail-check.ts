import { css, html, LitElement, type TemplateResult } from 'lit';
import { dateAndTime } from '../../shared/format.js';
import { badges, base, buttons } from '../../shared/styles.js';
import { checkTrail, type TrailCheck } from './audit-api.js';

/** Whether the trail is as it was written, and up to where checkpoints vouch for it. */
export class TrailCheckPanel extends LitElement {
  static override properties = { check: { state: true }, problem: { state: true }, busy: { state: true } };

  declare check: TrailCheck | null;
  declare problem: string;
  declare busy: boolean;

  constructor() {
    super();
    this.check = null;
    this.problem = '';
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#run();
  }

  protected override render(): TemplateResult {
    return html`
      <div role="status">${this.#outcome()}</div>
      <button @click=${this.#run} aria-disabled=${this.busy}>Check again</button>
    `;
  }

  #outcome(): TemplateResult {
    if (this.problem !== '') return html`<p>${this.problem}</p>`;
    if (this.check === null) return html`<p>Checking the trail…</p>`;
    const { entries, tooLong, findings = [] } = this.check;
    if (tooLong) {
      return html`<p>The trail has ${entries} entries: check it with <code>throughline audit verify</code>.</p>`;
    }
    if (findings.length > 0) {
      return html`<p><span class="badge bad">Not as it was written</span></p>
        <ul>
          ${findings.map(({ message }) => html`<li>${message}</li>`)}
        </ul>`;
    }
    return html`<p>
      <span class="badge good">As it was written</span> ${entries} ${entries === 1 ? 'entry' : 'entries'};
      ${vouching(this.check)}
    </p>`;
  }

  readonly #run = async (): Promise<void> => {
    if (this.busy) return;
    this.busy = true;
    try {
      this.check = await checkTrail();
      this.problem = '';
    } catch {
      this.problem = 'The trail could not be checked. Try again in a moment.';
    }
    this.busy = false;
  };

  static override styles = [
    base,
    badges,
    buttons,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0.75rem;
        padding: 0.75rem 1rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
      }
    `,
  ];
}

function vouching({ vouchedBy, checkpoints = 0 }: TrailCheck): string {
  if (vouchedBy) {
    return `a signed checkpoint of ${dateAndTime(vouchedBy.at)} vouches for it up to entry ${vouchedBy.seq}.`;
  }
  return checkpoints > 0
    ? 'no checkpoint vouches for it yet.'
    : 'this node reads no checkpoints, so that a trail that was computed anew would look sound.';
}

customElements.define('desk-trail-check', TrailCheckPanel);
