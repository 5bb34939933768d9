import { BodyError, BodyFields } from '../../jsonBody';
import { SCORE_METRICS, type ScoreMetric } from './metrics';

/** A view: the values of a metric from `gte` (inclusive) to `lt` (exclusive), percent. */
export interface View {
  target: ScoreMetric;
  name: string;
  range: { gte: number; lt: number };
}

const MAX_VIEWS = 10;

/** Reads `views`. @throws BodyError that names the field; whenever there are views, unless they are allowed. */
export function parseViews(items: unknown[], isAllowed: boolean): View[] {
  if (items.length > 0 && !isAllowed) {
    throw new BodyError('views are supported for timer metrics only');
  }
  if (items.length > MAX_VIEWS) {
    throw new BodyError(`views must not be more than ${MAX_VIEWS}, got ${items.length}`);
  }
  return items.map((item, index) => parseView(item, `views[${index}]`));
}

function parseView(item: unknown, path: string): View {
  const fields = new BodyFields(item, path);
  const target = fields.choice('target', SCORE_METRICS);
  const name = fields.string('name');
  fields.choice('function', ['rangeBound']);
  const bounds = new BodyFields(fields.optional('range'), `${path}.range`);
  const range = { gte: bounds.optionalNumber('gte') ?? -Infinity, lt: bounds.optionalNumber('lt') ?? Infinity };
  bounds.refuseOthers();
  fields.refuseOthers();
  return { target, name, range };
}
