/** The secrets that every case uses: whatever they turn up in has leaked them. */
export const CLIENT_SECRET = 'canary-client-secret-2f61';
export const TOKEN = 'canary-access-token-93bd';
export const REDIS_PASSWORD = 'canary-redis-password-c407';

/** How the names of people begin where a case makes them up. */
export const NAME = 'Canary Person';

/** Something that was written or shown, and where. */
export interface Trace {
  /** Where it was found: `log`, `answer`, `store`, … */
  place: string;
  content: Buffer | string;
}

/** @returns `place: secret`, once each, for every secret that a trace holds, in any spelling that gives it away */
export function leaks(traces: Trace[], secrets: string[]): string[] {
  const spellings = secrets.flatMap((secret) =>
    [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('hex'),
    ].map((spelling) => ({ secret, spelling }))
  );
  const found = traces.flatMap(({ place, content }) =>
    spellings.filter(({ spelling }) => content.includes(spelling)).map(({ secret }) => `${place}: ${secret}`)
  );
  return [...new Set(found)];
}
