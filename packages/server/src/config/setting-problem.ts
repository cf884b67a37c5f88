/** Something about one setting that stops the start. */
export interface SettingProblem {
  /** Keys from the top of the options or of the configuration file. */
  readonly path: readonly PropertyKey[];
  /** What is expected and what to do; never the value. */
  readonly message: string;
}

/** Every problem of the configuration at once, one a line: `file:line:column key: what is expected`. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`);
  }
}

/** The problem for people, when it has no place in a file. */
export function problemLine({ path, message }: SettingProblem): string {
  return `${path.map(String).join('.') || 'configuration'}: ${inWords(message)}`;
}

/** The schema library's own words name types of a programming language; a setting that is not there is just missing. */
function inWords(message: string): string {
  return message
    .replace(/^Invalid input: expected (\w+), received undefined$/, 'is missing')
    .replace(/^Invalid (?:input|option): expected /, 'must be ');
}
