/** A policy to be written down for one kind of server. */
export interface Snippet {
  /** As it stands in the header. */
  readonly policy: string;
  /** Why each part is there, one line each; written as comments where the form has comments. */
  readonly reasons: readonly string[];
}

/** The lines as comments. */
export function comments(lines: readonly string[], prefix: string): string {
  return lines.map((line) => `${prefix} ${line}\n`).join('');
}
