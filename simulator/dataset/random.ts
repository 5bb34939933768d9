import { createHash } from 'node:crypto';

/** A reproducible stream of random numbers: the same seed and keys always give the same stream. */
export class RandomStream {
  private readonly state: Uint32Array;

  constructor(seed: number, ...keys: Array<string | number>) {
    const digest = createHash('sha256')
      .update([seed, ...keys].join('|'))
      .digest();
    this.state = Uint32Array.from([0, 4, 8, 12], (offset) => digest.readUInt32LE(offset));
  }

  /** A number from 0 (inclusive) to 1 (exclusive), by Chris Doty-Humphrey's sfc32 generator. */
  next(): number {
    const [a = 0, b = 0, c = 0, counter = 0] = this.state;
    const sum = (a + b + counter) >>> 0;
    this.state[0] = b ^ (b >>> 9);
    this.state[1] = c + (c << 3);
    this.state[2] = ((c << 21) | (c >>> 11)) + sum;
    this.state[3] = counter + 1;
    return sum / 2 ** 32;
  }

  /** A whole number from min to max, both inclusive. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** One of the items. @throws RangeError when there is none. */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) {
      throw new RangeError('there is nothing to pick from');
    }
    return item;
  }

  /** Some different items in random order; all of them when there are fewer than asked. */
  sample<Item>(items: readonly Item[], size: number): Item[] {
    const rest = [...items];
    const taken: Item[] = [];
    while (taken.length < size && rest.length > 0) {
      taken.push(...rest.splice(this.integer(0, rest.length - 1), 1));
    }
    return taken;
  }
}

/** An id in the shape of a UUID (version 4, variant 1) that is always the same for the same seed and keys. */
export function seededUuid(seed: number, ...keys: Array<string | number>): string {
  const hex = createHash('sha256')
    .update(['uuid', seed, ...keys].join('|'))
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-'
  );
}
