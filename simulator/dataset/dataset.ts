import { generateDay } from './day';
import { Deliveries } from './deliveries';
import { detailsOf, type EvaluationDetails } from './details';
import { EntityNames } from './entityNames';
import { bySubmission, type Evaluation } from './evaluation';
import { LocalCalendar } from './localDay';
import { buildOrganization, type Organization } from './organization';
import { withPeculiarities, type Peculiarities } from './peculiarities';

/** What the data set is a pure function of, besides what the control API adds. */
export interface DatasetOptions extends Partial<Peculiarities> {
  seed: number;
  agents: number;
  timeZone: string;
  /** Percentage of window batches that arrive late. */
  lateBatches: number;
}

/** Days kept generated; more than the longest range that may be asked for. */
const CACHED_DAYS = 200;

/** The organization's evaluations on any day, with names and arrival times. */
export class Dataset {
  readonly organization: Organization;
  readonly names: EntityNames;
  readonly deliveries: Deliveries;
  readonly seed: number;
  private readonly calendar: LocalCalendar;
  private readonly days = new Map<string, Evaluation[]>();
  private readonly added = new Map<string, Evaluation>();
  private readonly details = new WeakMap<Evaluation, EvaluationDetails>();
  private readonly peculiarities: Peculiarities;

  constructor({ seed, agents, timeZone, lateBatches, noQueue = 0, aiScored = 0, calibrations = 0 }: DatasetOptions) {
    this.seed = seed;
    this.peculiarities = { noQueue, aiScored, calibrations };
    this.calendar = new LocalCalendar(timeZone);
    this.organization = buildOrganization(seed, agents);
    this.names = new EntityNames(this.organization, this.calendar);
    this.deliveries = new Deliveries(seed, lateBatches);
  }

  /** Evaluations submitted in the half-open range, in order, whether or not they have been delivered yet. */
  evaluations(from: number, to: number): Evaluation[] {
    const inRange = ({ submittedAt }: Evaluation): boolean => submittedAt >= from && submittedAt < to;
    const generated = this.calendar
      .datesBetween(from, to)
      .flatMap((date) => this.day(date))
      .filter((evaluation) => inRange(evaluation) && !this.added.has(evaluation.id));
    const added = [...this.added.values()].filter(inRange);
    return added.length === 0 ? generated : [...generated, ...added].sort(bySubmission);
  }

  /** What the Analytics API knows of the evaluation besides. */
  detailsOf(evaluation: Evaluation): EvaluationDetails {
    const details = this.details.get(evaluation) ?? detailsOf(this.seed, evaluation);
    this.details.set(evaluation, details);
    return details;
  }

  /** When the evaluation reaches Genesys Cloud's APIs. */
  deliveredAt({ deliveredAt, submittedAt }: Evaluation): number {
    return deliveredAt ?? this.deliveries.deliveredAt(submittedAt);
  }

  /** Adds an evaluation; one with the id of another takes its place, as a rescored evaluation does. */
  add(evaluation: Evaluation): void {
    this.added.set(evaluation.id, evaluation);
  }

  /** Forgets added evaluations, new names and delays. */
  reset(): void {
    this.added.clear();
    this.names.reset();
    this.deliveries.reset();
  }

  private day(date: string): Evaluation[] {
    let evaluations = this.days.get(date);
    if (evaluations === undefined) {
      const generated = generateDay(this.seed, this.organization, date, this.calendar.windowsOf(date));
      evaluations = generated.map((evaluation) => withPeculiarities(this.seed, evaluation, this.peculiarities));
      const [oldest] = this.days.keys();
      if (this.days.size >= CACHED_DAYS && oldest !== undefined) {
        this.days.delete(oldest);
      }
      this.days.set(date, evaluations);
    }
    return evaluations;
  }
}
