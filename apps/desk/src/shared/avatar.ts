import { css, html, type TemplateResult } from 'lit';

const HUES = 6;

/** A round mark with the person's initials; decoration, since the name is always written beside it. */
export function avatar(displayName: string): TemplateResult {
  return html`<span class="avatar hue-${hueOf(displayName)}" aria-hidden="true">${initials(displayName)}</span>`;
}

export const avatarStyles = css`
  .avatar {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    flex: none;
    width: 2.25rem;
    height: 2.25rem;
    border-radius: 50%;
    background: var(--avatar, #44546a);
    color: #fff;
    font-size: 0.75rem;
    font-weight: 650;
    letter-spacing: 0.02em;
  }
  .hue-0 {
    --avatar: #2b5fb0;
  }
  .hue-1 {
    --avatar: #0f766e;
  }
  .hue-2 {
    --avatar: #7a4fb3;
  }
  .hue-3 {
    --avatar: #a3482f;
  }
  .hue-4 {
    --avatar: #5b6b1f;
  }
  .hue-5 {
    --avatar: #a03a74;
  }
`;

function initials(displayName: string): string {
  const words = displayName.trim().split(/\s+/u);
  const first = words[0]?.[Symbol.iterator]().next().value ?? '';
  const last = words.length > 1 ? (words.at(-1)?.[Symbol.iterator]().next().value ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

function hueOf(text: string): number {
  let sum = 0;
  for (const char of text) sum += char.codePointAt(0) ?? 0;
  return sum % HUES;
}
