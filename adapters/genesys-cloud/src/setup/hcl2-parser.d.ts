declare module 'hcl2-parser' {
  /** Values by name, and what is wrong with the text. */
  export function parseToObject(
    text: string,
  ): [value: Record<string, Record<string, Record<string, Record<string, unknown>[]>>>, error: object | null];
}
