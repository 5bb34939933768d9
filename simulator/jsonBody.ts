import { parseInstant } from './instant';

/** A request that cannot be done; the message says what was wrong and where. */
export class BodyError extends Error {
  constructor(
    message: string,
    readonly status = 400
  ) {
    super(message);
  }
}

/** Bounds of a number, both inclusive. */
export interface NumberBounds {
  min?: number;
  max?: number;
  integer?: boolean;
}

/** Reads a JSON object field by field. Every reader throws a BodyError that names the field. */
export class BodyFields {
  private readonly fields: Map<string, unknown>;
  private readonly read = new Set<string>();

  /** @param path how messages call the object, e.g. `add[3]`. */
  constructor(
    value: unknown,
    private readonly path = 'the body'
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new BodyError(`${path} must be a JSON object`);
    }
    this.fields = new Map(Object.entries(value));
  }

  /** The object in a request's body; an empty body is an empty object. */
  static parse(body: string): BodyFields {
    try {
      return new BodyFields(body.trim() === '' ? {} : JSON.parse(body));
    } catch (error) {
      throw error instanceof SyntaxError ? new BodyError(`the body is not JSON: ${error.message}`) : error;
    }
  }

  optional(name: string): unknown {
    this.read.add(name);
    return this.fields.get(name);
  }

  optionalNumber(
    name: string,
    { min = -Infinity, max = Infinity, integer = false }: NumberBounds = {}
  ): number | undefined {
    const value = this.optional(name);
    if (value === undefined) {
      return undefined;
    }
    if (typeof value !== 'number' || value < min || value > max || (integer && !Number.isInteger(value))) {
      const bounds = [min > -Infinity ? ` of at least ${min}` : '', max < Infinity ? ` and at most ${max}` : ''].join(
        ''
      );
      throw this.wrong(name, `${integer ? 'a whole number' : 'a number'}${bounds}`);
    }
    return value;
  }

  number(name: string, bounds: NumberBounds = {}): number {
    return this.present(name, this.optionalNumber(name, bounds));
  }

  optionalString(name: string): string | undefined {
    const value = this.optional(name);
    if (value !== undefined && (typeof value !== 'string' || value === '')) {
      throw this.wrong(name, 'a non-empty string');
    }
    return value;
  }

  string(name: string): string {
    return this.present(name, this.optionalString(name));
  }

  optionalBoolean(name: string): boolean | undefined {
    const value = this.optional(name);
    if (value !== undefined && typeof value !== 'boolean') {
      throw this.wrong(name, 'true or false');
    }
    return value;
  }

  optionalStrings(name: string): string[] | undefined {
    return this.optionalArray(name)?.map((item) => {
      if (typeof item !== 'string' || item === '') {
        throw this.wrong(name, 'an array of non-empty strings');
      }
      return item;
    });
  }

  strings(name: string): string[] {
    return this.present(name, this.optionalStrings(name));
  }

  /** One of the known words. */
  optionalChoice<Choice extends string>(name: string, known: readonly Choice[]): Choice | undefined {
    const value = this.optional(name);
    const choice = known.find((word) => word === value);
    if (value !== undefined && choice === undefined) {
      throw this.wrong(name, `one of ${known.join(', ')}`);
    }
    return choice;
  }

  choice<Choice extends string>(name: string, known: readonly Choice[]): Choice {
    return this.present(name, this.optionalChoice(name, known));
  }

  /** An ISO 8601 instant in UTC, as milliseconds since the Unix epoch. */
  optionalInstant(name: string): number | undefined {
    const text = this.optional(name);
    const instant = typeof text === 'string' ? parseInstant(text) : undefined;
    if (text !== undefined && instant === undefined) {
      throw this.wrong(name, 'an ISO 8601 instant that ends in Z');
    }
    return instant;
  }

  instant(name: string): number {
    return this.present(name, this.optionalInstant(name));
  }

  optionalArray(name: string): unknown[] | undefined {
    const value = this.optional(name);
    if (value !== undefined && !Array.isArray(value)) {
      throw this.wrong(name, 'an array');
    }
    return value;
  }

  /** Call last: a field that nothing has read is a mistake of the caller. */
  refuseOthers(): void {
    const other = [...this.fields.keys()].find((name) => !this.read.has(name));
    if (other !== undefined) {
      throw new BodyError(
        `${this.path} has an unknown field ${other}; known are ${[...this.read].join(', ') || 'none'}`
      );
    }
  }

  private present<Value>(name: string, value: Value | undefined): Value {
    if (value === undefined) {
      throw new BodyError(`${this.path} lacks ${name}`);
    }
    return value;
  }

  private wrong(name: string, expected: string): BodyError {
    return new BodyError(`${name} in ${this.path} must be ${expected}, got ${JSON.stringify(this.fields.get(name))}`);
  }
}
