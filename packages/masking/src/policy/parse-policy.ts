import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max';
import { ENTITY_TYPES, type EntityType } from '../entity.js';
import {
  DESTINATIONS,
  type Destination,
  isForbidden,
  isNeverRevealed,
  type MaskingPolicy,
  OPERATOR_NAMES,
  type OperatorName,
  type PolicyRule,
  type PresetName,
} from './policy.js';
import { PolicyError, type PolicyErrorCode } from './policy-error.js';
import { type Path, PolicySource, pathText } from './policy-source.js';
import { isPresetName, PRESET_NAMES, presetPolicy } from './presets.js';

const MAX_RULES = 200;

/**
 * Reads a policy: YAML or JSON text, or what such a text holds.
 *
 * ```yaml
 * preset: pci          # default, pci, hipaa, gdpr or strict; default unless given
 * country: DE          # whose national phone numbers are recognized; US unless given
 * reveal: [PHONE]      # kinds whose originals may be sealed for a reveal; none unless given
 * rules:               # stand after those of the preset; the last that applies decides
 *   - entities: [PHONE, EMAIL]     # or ['*']
 *     destinations: [agent]        # all unless given
 *     roles: [supervisor]          # all unless given
 *     operator: allow
 * ```
 * @throws PolicyError with the path of the mistake and, for text, its line and column
 */
export function parsePolicy(source: unknown): MaskingPolicy {
  return new PolicyReader(new PolicySource(source)).read();
}

/** Number of rules that come from the preset, before those of the source. */
export function presetRuleCount({ preset }: MaskingPolicy): number {
  return presetPolicy(preset).rules.length;
}

class PolicyReader {
  readonly #source: PolicySource;

  constructor(source: PolicySource) {
    this.#source = source;
  }

  read(): MaskingPolicy {
    const root = this.#record(this.#source.content ?? {}, []);
    this.#refuseOthers(root, [], ['preset', 'country', 'reveal', 'rules']);
    const preset = this.#preset(root.preset);
    const { rules } = presetPolicy(preset);
    const own = this.#list(root.rules ?? [], ['rules']).map((rule, index) =>
      this.#rule(rule, ['rules', index], preset),
    );
    if (own.length > MAX_RULES) this.#fail('too_large', ['rules'], `a policy has at most ${MAX_RULES} rules`);
    const reveal = this.#list(root.reveal ?? [], ['reveal']).map((type, index) =>
      this.#revealed(type, ['reveal', index], preset),
    );
    const country = root.country;
    return {
      preset,
      rules: [...rules, ...own],
      reveal,
      ...(country === undefined ? {} : { defaultCountry: this.#country(country) }),
    };
  }

  #preset(value: unknown): PresetName {
    if (value === undefined) return 'default';
    if (typeof value === 'string' && isPresetName(value)) return value;
    return this.#fail('unknown_preset', ['preset'], `there are ${PRESET_NAMES.join(', ')}`);
  }

  #rule(value: unknown, path: Path, preset: PresetName): PolicyRule {
    const rule = this.#record(value, path);
    this.#refuseOthers(rule, path, ['entities', 'destinations', 'roles', 'operator']);
    const operator = this.#oneOf<OperatorName>(
      rule.operator,
      OPERATOR_NAMES,
      [...path, 'operator'],
      'unknown_operator',
    );
    const entities = this.#some(rule.entities, [...path, 'entities']).map((type, index) =>
      this.#oneOf<EntityType | '*'>(
        type,
        [...ENTITY_TYPES, '*'],
        [...path, 'entities', index],
        'unknown_entity',
      ),
    );
    for (const [index, type] of entities.entries()) {
      // A rule for all leaves out what it may not do; one that names a kind is a mistake.
      if (type === '*' || !isForbidden(preset, type, operator)) continue;
      this.#fail(
        'forbidden',
        [...path, 'entities', index],
        `${type} can only be ${allowedFor(preset, type)}`,
      );
    }
    const destinations = rule.destinations;
    const roles = rule.roles;
    return {
      entities,
      operator,
      ...(destinations === undefined
        ? {}
        : { destinations: this.#destinations(destinations, [...path, 'destinations']) }),
      ...(roles === undefined ? {} : { roles: this.#roles(roles, [...path, 'roles']) }),
    };
  }

  #destinations(value: unknown, path: Path): readonly Destination[] {
    return this.#some(value, path).map((destination, index) =>
      this.#oneOf<Destination>(destination, DESTINATIONS, [...path, index], 'unknown_destination'),
    );
  }

  #roles(value: unknown, path: Path): readonly string[] {
    return this.#some(value, path).map((role, index) => {
      if (typeof role === 'string' && /^[\w-]{1,40}$/.test(role)) return role;
      return this.#fail('invalid', [...path, index], 'a role is a word of letters, digits, - and _');
    });
  }

  #revealed(value: unknown, path: Path, preset: PresetName): EntityType {
    const type = this.#oneOf<EntityType>(value, ENTITY_TYPES, path, 'unknown_entity');
    if (isNeverRevealed(preset, type)) this.#fail('forbidden', path, `${type} is never sealed for a reveal`);
    return type;
  }

  #country(value: unknown): CountryCode {
    if (typeof value === 'string' && isSupportedCountry(value)) return value;
    return this.#fail(
      'invalid',
      ['country'],
      'must be a country by ISO 3166-1 alpha-2 that has a numbering plan',
    );
  }

  #oneOf<Value extends string>(
    value: unknown,
    values: readonly Value[],
    path: Path,
    code: PolicyErrorCode,
  ): Value {
    const known = values.find((each) => each === value);
    return known ?? this.#fail(code, path, `must be one of ${values.join(', ')}`);
  }

  #some(value: unknown, path: Path): readonly unknown[] {
    const list = this.#list(value, path);
    return list.length > 0 ? list : this.#fail('invalid', path, 'must name at least one');
  }

  #list(value: unknown, path: Path): readonly unknown[] {
    return Array.isArray(value) ? value : this.#fail('invalid', path, 'must be a list');
  }

  #record(value: unknown, path: Path): Readonly<Record<string, unknown>> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    return this.#fail('invalid', path, 'must have named properties');
  }

  #refuseOthers(record: Readonly<Record<string, unknown>>, path: Path, known: readonly string[]): void {
    const unknown = Object.keys(record).find((name) => !known.includes(name));
    if (unknown !== undefined)
      this.#fail('invalid', [...path, unknown], `unknown; there are ${known.join(', ')}`);
  }

  #fail(code: PolicyErrorCode, path: Path, message: string): never {
    throw new PolicyError(code, pathText(path), message, this.#source.positionOf(path));
  }
}

function allowedFor(preset: PresetName, type: EntityType): string {
  return OPERATOR_NAMES.filter((operator) => !isForbidden(preset, type, operator)).join(' or ');
}
