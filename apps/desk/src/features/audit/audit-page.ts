import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { emit } from '../../shared/events.js';
import { pageStyles } from '../../shared/page-styles.js';
import { base, buttons } from '../../shared/styles.js';
import { PAGE, searchTrail, type TrailEntry, type TrailSearch } from './audit-api.js';
import './trail-check.js';

const END = Number.MAX_SAFE_INTEGER;

const FIELDS: readonly (readonly [name: keyof TrailSearch, label: string, type: string])[] = [
  ['conversationId', 'Conversation', 'text'],
  ['customer', 'Customer (id at the portal)', 'text'],
  ['actorId', 'Agent or other actor', 'text'],
  ['sessionId', 'Session', 'text'],
  ['action', 'Action', 'text'],
  ['since', 'From', 'datetime-local'],
  ['until', 'Before', 'datetime-local'],
];

/** Where auditors read the trail: the newest entries first, by what they are about. */
export class AuditPage extends LitElement {
  static override properties = {
    search: { state: true },
    entries: { state: true },
    pages: { state: true },
    problem: { state: true },
    ownDesk: { type: Boolean },
  };

  /** Whether the account has a desk to go back to. */
  declare ownDesk: boolean;
  declare search: TrailSearch;
  declare entries: readonly TrailEntry[] | null;
  /** Where the pages that led here began, the first of all first. */
  declare pages: readonly number[];
  declare problem: string;

  constructor() {
    super();
    this.ownDesk = false;
    this.search = {};
    this.entries = null;
    this.pages = [END];
    this.problem = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  protected override render(): TemplateResult {
    return html`
      <header>
        <h1>Audit trail</h1>
        ${this.ownDesk ? html`<a href="#">Back to the desk</a>` : nothing}
        <button class="quiet" @click=${() => emit(this, 'sign-out-wanted', null)}>Sign out</button>
      </header>
      <main>
        <desk-trail-check></desk-trail-check>
        <form role="search" @submit=${this.#submit}>
          ${FIELDS.map(
            ([name, label, type]) => html`<label
              >${label}<input name=${name} type=${type} .value=${toField(name, this.search[name])} autocomplete="off"
            /></label>`,
          )}
          <div class="actions">
            <button class="primary">Search</button>
            <button type="button" @click=${() => this.#show({})}>Show all</button>
          </div>
        </form>
        <div role="status">${this.#summary()}</div>
        ${this.#table()} ${this.#paging()}
      </main>
    `;
  }

  #summary(): TemplateResult {
    if (this.problem !== '') return html`<p class="problem">${this.problem}</p>`;
    const { entries } = this;
    if (entries === null) return html`<p>Reading…</p>`;
    if (entries.length === 0) return html`<p>There is no such entry.</p>`;
    return html`<p>Entries ${entries.at(-1)?.seq} to ${entries[0]?.seq}, the newest first.</p>`;
  }

  #table(): TemplateResult | typeof nothing {
    const { entries } = this;
    if (entries === null || entries.length === 0) return nothing;
    return html`<div class="scroll" role="region" aria-label="Entries" tabindex="0">
      <table aria-label="Entries">
        <thead>
          <tr>
            <th scope="col">Entry</th>
            <th scope="col">Time (UTC)</th>
            <th scope="col">Action</th>
            <th scope="col">Who</th>
            <th scope="col">Conversation</th>
            <th scope="col">Details</th>
          </tr>
        </thead>
        <tbody>
          ${entries.map((entry) => this.#row(entry))}
        </tbody>
      </table>
    </div>`;
  }

  #row({ seq, at, action, actorKind, actorId, conversationId, details }: TrailEntry): TemplateResult {
    return html`<tr>
      <th scope="row">${seq}</th>
      <td class="time">${at.slice(0, 19).replace('T', ' ')}</td>
      <td>${this.#link({ action }, action)}</td>
      <td>${actorKind} ${this.#link({ actorId }, actorId)}</td>
      <td>${conversationId === null ? nothing : this.#link({ conversationId }, conversationId)}</td>
      <td>
        ${Object.entries(details ?? {}).map(
          ([name, value]) => html`<span class="detail"
            >${name}: ${name === 'sessionId' && typeof value === 'string' ? this.#link({ sessionId: value }, value) : String(value)}</span
          > `,
        )}
      </td>
    </tr>`;
  }

  /** Shows everything of what it names. */
  #link(search: TrailSearch, text: string): TemplateResult {
    return html`<button class="link" @click=${() => this.#show(search)}>${text}</button>`;
  }

  #paging(): TemplateResult {
    const isFirst = this.pages.length === 1;
    const isLast = (this.entries?.length ?? 0) < PAGE;
    return html`<nav aria-label="Pages">
      <button aria-disabled=${isFirst} @click=${() => isFirst || this.#turnTo(this.pages.slice(0, -1))}>Newer</button>
      <button aria-disabled=${isLast} @click=${() => isLast || this.#older()}>Older</button>
    </nav>`;
  }

  #older(): void {
    const last = this.entries?.at(-1);
    if (last) this.#turnTo([...this.pages, last.seq]);
  }

  #turnTo(pages: readonly number[]): void {
    this.pages = pages;
    void this.#load();
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const given = FIELDS.map(([name]) => [name, String(fields.get(name)).trim()] as const)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, isTime(name) ? new Date(value).toISOString() : value]);
    this.#show(Object.fromEntries(given) as TrailSearch);
  }

  #show(search: TrailSearch): void {
    this.search = search;
    this.#turnTo([END]);
  }

  async #load(): Promise<void> {
    const { search, pages } = this;
    try {
      const entries = await searchTrail(search, pages.at(-1) ?? END);
      // Whoever asked for something else meanwhile waits for that.
      if (this.search !== search || this.pages !== pages) return;
      this.entries = entries;
      this.problem = '';
    } catch {
      this.problem = 'The trail could not be read. Compare what you search for, or try again in a moment.';
    }
  }

  static override styles = [
    base,
    buttons,
    pageStyles,
    css`
      form {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr));
        gap: 0.75rem;
        margin: 1rem 0;
      }
      .actions {
        display: flex;
        align-items: end;
        gap: 0.5rem;
      }
      .time {
        white-space: nowrap;
      }
      .detail {
        display: block;
      }
      td .link {
        justify-content: start;
        padding: 0;
        text-align: start;
        overflow-wrap: anywhere;
      }
      nav {
        display: flex;
        justify-content: end;
        gap: 0.5rem;
        margin-top: 0.75rem;
      }
    `,
  ];
}

function isTime(name: keyof TrailSearch): boolean {
  return name === 'since' || name === 'until';
}

/** A time as the browser's own field has it, in the reader's time zone. */
function toField(name: keyof TrailSearch, value = ''): string {
  if (!isTime(name) || value === '') return value;
  const at = new Date(value);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

customElements.define('desk-audit', AuditPage);
