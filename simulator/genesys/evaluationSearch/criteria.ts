import { formatInstant, parseInstant } from '../../instant';
import { BodyError, BodyFields } from '../../jsonBody';
import type { EvaluationDateField, EvaluationSearchRequest } from '../models';
import { timeOf, valueOf, type DetailedEvaluation, type Dimension, type TimeDimension } from '../analytics/dimensions';

/** A date criterion; both ends inclusive, milliseconds since the Unix epoch. */
export interface DateRange {
  dimension: TimeDimension;
  from: number;
  to: number;
}

/** The criteria of a search: all of them have to hold. */
export interface Criteria {
  /** The first is the one that every search needs. */
  ranges: [DateRange, ...DateRange[]];
  isMeant: (detailed: DetailedEvaluation) => boolean;
}

type CriterionField = EvaluationSearchRequest['query'][number]['field'];

/** `field` of an EXACT criterion. */
const EXACT_FIELDS: Record<string, Dimension> = {
  evaluationId: 'evaluationId',
  conversationId: 'conversationId',
  contextId: 'contextId',
  formId: 'formId',
  queueId: 'queueId',
  agentId: 'userId',
  evaluatorId: 'evaluatorId',
  released: 'released',
} satisfies Partial<Record<CriterionField, Dimension>>;

/** `field` of a DATE_RANGE criterion, and of `sortBy`. */
export const DATE_FIELDS: Record<string, TimeDimension> = {
  conversationDate: 'conversationStart',
  createdDate: 'evaluationCreatedDate',
  submittedDate: 'eventTime',
  releaseDate: 'evaluationReleaseDate',
} satisfies Record<EvaluationDateField, TimeDimension>;

const MONTHS = 3;
/** Undocumented, but refused by organizations of the public regions. */
const MAX_VALUES = 50;

/** Reads `query`. @throws BodyError that names the field; also when there is no DATE_RANGE. */
export function parseCriteria(items: unknown[]): Criteria {
  const ranges: DateRange[] = [];
  const filters: Array<Criteria['isMeant']> = [];
  items.forEach((item, index) => {
    const fields = new BodyFields(item, `query[${index}]`);
    if (fields.choice('type', ['EXACT', 'DATE_RANGE']) === 'DATE_RANGE') {
      ranges.push(parseDateRange(fields));
    } else {
      filters.push(parseExact(fields));
    }
    fields.refuseOthers();
  });
  const [first, ...rest] = ranges;
  if (first === undefined) {
    throw new BodyError(`query lacks a DATE_RANGE on one of ${Object.keys(DATE_FIELDS).join(', ')}`);
  }
  return { ranges: [first, ...rest], isMeant: (detailed) => filters.every((filter) => filter(detailed)) };
}

function parseExact(fields: BodyFields): Criteria['isMeant'] {
  const dimension = EXACT_FIELDS[fields.choice('field', Object.keys(EXACT_FIELDS))];
  const value = fields.optionalString('value');
  const values = fields.optionalStrings('values');
  const isNegated = fields.optionalChoice('operator', ['AND', 'NOT']) === 'NOT';
  if (dimension === undefined || (value === undefined) === (values === undefined)) {
    throw new BodyError('an EXACT criterion in query needs either value or values');
  }
  if (values !== undefined && values.length > MAX_VALUES) {
    throw new BodyError(`values of a criterion in query must not be more than ${MAX_VALUES}, got ${values.length}`);
  }
  const wanted = new Set(values ?? [value]);
  return (detailed) => wanted.has(valueOf(dimension, detailed) ?? '') !== isNegated;
}

function parseDateRange(fields: BodyFields): DateRange {
  const dimension = DATE_FIELDS[fields.choice('field', Object.keys(DATE_FIELDS))];
  const [from, to] = [dateOf(fields, 'startValue'), dateOf(fields, 'endValue')];
  const latest = new Date(from);
  latest.setUTCMonth(latest.getUTCMonth() + MONTHS);
  if (dimension === undefined || from > to || to > latest.getTime()) {
    throw new BodyError(
      `a DATE_RANGE in query must start before it ends and span at most ${MONTHS} months, got ${formatInstant(from)} to ${formatInstant(to)}`
    );
  }
  return { dimension, from, to };
}

function dateOf(fields: BodyFields, name: string): number {
  const text = fields.string(name);
  const instant = parseInstant(text);
  if (instant === undefined || formatInstant(instant) !== text) {
    throw new BodyError(`${name} in query must be like 2026-03-02T08:15:00.000Z, got ${text}`);
  }
  return instant;
}

/** Whether the evaluation's instant lies in the range. */
export function isInRange({ dimension, from, to }: DateRange, detailed: DetailedEvaluation): boolean {
  const instant = timeOf(dimension, detailed);
  return instant !== undefined && instant >= from && instant <= to;
}
