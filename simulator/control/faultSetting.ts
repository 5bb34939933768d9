import { CUTS, FAULT_KINDS, FAULT_PATHS, isRowKind, type Fault } from '../faults/fault';
import { BodyError, BodyFields } from '../jsonBody';

/** Reads the body of `POST /simulator/faults`. @throws BodyError that names the field. */
export function parseFault(fields: BodyFields): Fault {
  const fault: Fault = {
    path: fields.choice('path', FAULT_PATHS),
    kind: fields.choice('kind', FAULT_KINDS),
    times: fields.optionalNumber('times', { min: 1, integer: true }),
    after: fields.optionalNumber('after', { min: 0, integer: true }),
    status: fields.optionalNumber('status', { min: 200, max: 599, integer: true }),
    retryAfter: parseRetryAfter(fields),
    delayMs: fields.optionalNumber('delayMs', { min: 0 }),
    location: fields.optionalString('location'),
    cut: fields.optionalChoice('cut', CUTS),
    match: parseMatch(fields.optional('match')),
  };
  fields.refuseOthers();
  if (isRowKind(fault.kind) && fault.path !== 'metrics' && fault.path !== 'any') {
    throw new BodyError(`${fault.kind} damages metrics answers: path must be metrics or any, got ${fault.path}`);
  }
  return fault;
}

function parseRetryAfter(fields: BodyFields): number | string | undefined {
  return typeof fields.optional('retryAfter') === 'string'
    ? fields.optionalString('retryAfter')
    : fields.optionalNumber('retryAfter', { min: 0 });
}

function parseMatch(value: unknown): Fault['match'] {
  if (value === undefined) {
    return undefined;
  }
  const fields = new BodyFields(value, 'match');
  const groupBy = fields.optionalString('groupBy');
  const evaluationFormId = fields.optionalString('evaluationFormId');
  fields.refuseOthers();
  return { ...(groupBy && { groupBy }), ...(evaluationFormId && { evaluationFormId }) };
}
