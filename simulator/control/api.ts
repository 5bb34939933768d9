import { jsonAnswer, type Answer, type SimulatorRequest } from '../answer';
import type { Fault } from '../faults/fault';
import type { GenesysParts } from '../genesys/api';
import { DIALECTS, isDialect, type Dialect } from '../genesys/dialect';
import { formatInstant } from '../instant';
import type { LoggedQuestion, LoggedRead, RequestCounters } from '../requestLog';
import { BodyError, BodyFields } from '../jsonBody';
import { addEvaluations, listEvaluations } from './evaluations';
import { parseFault } from './faultSetting';

/** What `GET /simulator/state` answers. */
export interface SimulatorState {
  now: string;
  speed: number;
  seed: number;
  timeZone: string;
  requestsPerMinute: number;
  tokenLifetime: number;
  scopes: string[];
  dialects: Dialect[];
  requests: RequestCounters;
  /** The last 1000 metrics requests, oldest first. */
  questions: LoggedQuestion[];
  /** The last 1000 requests of the Analytics dialect, oldest first. */
  reads: LoggedRead[];
  /** The faults that still wait to strike. */
  faults: Fault[];
}

/** The Genesys side, and what only the control API tells about it. */
export interface ControlParts extends GenesysParts {
  timeZone: string;
}

type Route = (parts: ControlParts, body: BodyFields, query: BodyFields) => unknown;

/** Every route answers 200 with JSON; most with the new state, so that a caller sees what came of it. */
const ROUTES: Record<string, Route> = {
  'GET /simulator/state': (parts) => state(parts),
  'GET /simulator/organization': ({ dataset, clock }) => namedOrganization(dataset, clock.now()),
  'GET /simulator/evaluations': ({ dataset, clock }, _body, query) => listEvaluations(dataset, query, clock.now()),
  'POST /simulator/evaluations': ({ dataset, clock }, body) => ({ added: addEvaluations(dataset, body, clock.now()) }),
  'POST /simulator/clock': (parts, body) => {
    const setting = { now: body.optionalInstant('now'), speed: body.optionalNumber('speed', { min: 0 }) };
    body.refuseOthers();
    parts.clock.set(setting);
    return state(parts);
  },
  'POST /simulator/reset': (parts, body) => {
    const withDataset = body.optionalBoolean('dataset') ?? false;
    body.refuseOthers();
    parts.log.reset();
    parts.faults.clear();
    parts.rateLimit.reset();
    if (withDataset) {
      parts.dataset.reset();
    }
    return state(parts);
  },
  'POST /simulator/rename': ({ dataset }, body) => {
    const [entityId, name] = [body.string('entityId'), body.string('name')];
    body.refuseOthers();
    dataset.names.rename(entityId, name);
    return { entityId, name };
  },
  'POST /simulator/delay': ({ dataset }, body) => {
    const [window, minutes] = [body.instant('window'), body.number('minutes', { min: 0 })];
    body.refuseOthers();
    dataset.deliveries.delay(window, minutes);
    return { deliveredAt: formatInstant(dataset.deliveries.deliveredAt(window)) };
  },
  'POST /simulator/revoke': (parts, body) => {
    body.refuseOthers();
    parts.tokens.revokeAll();
    return state(parts);
  },
  'POST /simulator/limits': (parts, body) => {
    const requestsPerMinute = body.optionalNumber('requestsPerMinute', { min: 1, integer: true });
    const tokenLifetime = body.optionalNumber('tokenLifetime', { min: 1, integer: true });
    body.refuseOthers();
    parts.rateLimit.allowed = requestsPerMinute ?? parts.rateLimit.allowed;
    parts.tokens.lifetime = tokenLifetime ?? parts.tokens.lifetime;
    return state(parts);
  },
  'POST /simulator/scopes': (parts, body) => {
    const scopes = body.optionalStrings('scopes');
    body.refuseOthers();
    parts.scopes = scopes ?? parts.scopes;
    return state(parts);
  },
  'POST /simulator/dialects': (parts, body) => {
    const dialects = body.strings('dialects');
    body.refuseOthers();
    if (!dialects.every(isDialect)) {
      throw new BodyError(`dialects in the body must be some of ${DIALECTS.join(', ')}`);
    }
    parts.dialects = dialects;
    return state(parts);
  },
  'POST /simulator/faults': (parts, body) => {
    parts.faults.add(parseFault(body));
    return { faults: parts.faults.list };
  },
  'DELETE /simulator/faults': ({ faults }, body) => {
    body.refuseOthers();
    faults.clear();
    return { faults: faults.list };
  },
};

/** Answers a request under `/simulator`. It is not a Genesys request: neither counted nor limited. */
export function answerControl(parts: ControlParts, { method, path, query, body }: SimulatorRequest): Answer {
  try {
    const route = ROUTES[`${method} ${path}`];
    if (route === undefined) {
      throw new BodyError(`${method} ${path} is none of ${Object.keys(ROUTES).join(', ')}`, 404);
    }
    const queryFields = new BodyFields(Object.fromEntries(query), 'the query string');
    return jsonAnswer(200, route(parts, BodyFields.parse(body), queryFields));
  } catch (error) {
    if (error instanceof BodyError) {
      return jsonAnswer(error.status, { error: error.message });
    }
    throw error;
  }
}

function state({
  clock,
  seed,
  timeZone,
  scopes,
  dialects,
  rateLimit,
  tokens,
  log,
  faults,
}: ControlParts): SimulatorState {
  return {
    now: formatInstant(clock.now()),
    speed: clock.speed,
    seed,
    timeZone,
    requestsPerMinute: rateLimit.allowed,
    tokenLifetime: tokens.lifetime,
    scopes,
    dialects,
    requests: log.counters,
    questions: [...log.questions],
    reads: [...log.reads],
    faults: [...faults.list],
  };
}

function namedOrganization({ organization, names }: ControlParts['dataset'], now: number): unknown {
  const named = <Item extends { id: string }>(items: Item[]): Array<Item & { name: string }> =>
    items.map((item) => ({ ...item, name: names.nameOf(item.id, now) }));
  const { id, name, agents, queues, skills, evaluationForms, evaluators } = organization;
  return {
    id,
    name,
    agents: named(agents.map(({ id: agentId, kind }) => ({ id: agentId, kind }))),
    queues: named(queues),
    skills: named(skills),
    evaluationForms: named(evaluationForms),
    evaluators: named(evaluators),
  };
}
