import { type DetectOptions, detect } from '../src/detect.js';
import type { EntityType } from '../src/entity.js';

/** The values of one type that are found in a text. */
export function found(text: string, type: EntityType, options: DetectOptions = {}): string[] {
  return detect(text, options)
    .filter((detection) => detection.type === type)
    .map(({ start, end }) => text.slice(start, end));
}

/** All that is found, as `TYPE value`. */
export function allFound(text: string, options: DetectOptions = {}): string[] {
  return detect(text, options).map(({ start, end, type }) => `${type} ${text.slice(start, end)}`);
}
