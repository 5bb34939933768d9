import type { LocalCalendar } from './localDay';
import type { Organization } from './organization';

/** The agent who goes by two names, changing at noon of every local day. */
const RENAMED_AGENT = { index: 3, marriedSuffix: '-Lindqvist' };
const NOON = 12;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The names of entities as they are now: Genesys Cloud answers with them for past windows too. */
export class EntityNames {
  private readonly original = new Map<string, string>();
  private readonly renamed = new Map<string, string>();
  private readonly changingId: string | undefined;

  constructor(
    organization: Organization,
    private readonly calendar: LocalCalendar
  ) {
    const { agents, queues, skills, evaluationForms, evaluators } = organization;
    for (const { id, name } of [...agents, ...queues, ...skills, ...evaluationForms, ...evaluators]) {
      this.original.set(id, name);
    }
    this.changingId = agents[RENAMED_AGENT.index]?.id;
  }

  /** The entity's name at an instant; the id of an entity that has none. */
  nameOf(id: string, now: number): string {
    const name = this.renamed.get(id) ?? this.original.get(id) ?? id;
    return id === this.changingId && !this.renamed.has(id) && this.isMarried(now)
      ? name + RENAMED_AGENT.marriedSuffix
      : name;
  }

  /** Ids that are no part of the organization and were given a name. */
  get others(): string[] {
    return [...this.renamed.keys()].filter((id) => !this.original.has(id));
  }

  /** Gives an entity a name, known or new, from now on. */
  rename(id: string, name: string): void {
    this.renamed.set(id, name);
  }

  /** Forgets what `rename` has set. */
  reset(): void {
    this.renamed.clear();
  }

  /** From noon of an even local day to noon of the odd one after it: a pure function of the clock. */
  private isMarried(now: number): boolean {
    const { date, hour } = this.calendar.at(now);
    const dayNumber = Date.parse(`${date}T00:00:00Z`) / DAY_MS;
    return (dayNumber % 2 === 0) === hour >= NOON;
  }
}
