import type { Dataset } from '../../dataset/dataset';
import { RandomStream } from '../../dataset/random';
import { ApiError } from '../apiError';
import type { QueueEntityListing, UserEntityListing } from '../models';
import { checkParameters, MAX_PAGE_SIZE, pageOf, type EntityPage } from './paging';

/** What the directory tells about a user or a queue. */
export interface NamedEntity {
  id: string;
  name: string;
}

/** A user, as far as the simulator knows one. */
export interface NamedUser extends NamedEntity {
  state: 'active' | 'deleted';
  version: number;
}

/** What the official SDK's type of a user requires, wherever there is a user: nobody edits users here. */
export const USER_VERSION = 1;

/** `state` of a query; `any` takes all of them. */
const STATES = ['active', 'inactive', 'deleted', 'any'];

/**
 * `GET /api/v2/users`: agents and evaluators, all or those with an `id`, by default those that are active.
 *
 * @param deletedUsers percentage of the users that are deleted.
 */
export function answerUsers(
  dataset: Dataset,
  query: URLSearchParams,
  now: number,
  deletedUsers: number
): UserEntityListing & EntityPage<NamedUser> {
  const { agents, evaluators } = dataset.organization;
  const stateOf = (id: string): NamedUser['state'] =>
    deletedUsers > 0 && new RandomStream(dataset.seed, 'deleted user', id).next() * 100 < deletedUsers
      ? 'deleted'
      : 'active';
  checkParameters(query, ['id', 'pageSize', 'pageNumber', 'state']);
  const wanted = query.get('state') ?? 'active';
  if (!STATES.includes(wanted)) {
    throw new ApiError(400, `state must be one of ${STATES.join(', ')}, got ${wanted || 'nothing'}.`);
  }
  const users = namedOnes(
    dataset,
    [...agents, ...evaluators].map(({ id }) => id),
    query,
    now
  ).map((entity): NamedUser => ({ ...entity, state: stateOf(entity.id), version: USER_VERSION }));
  return pageOf(
    users.filter(({ state }) => wanted === 'any' || state === wanted),
    query
  );
}

/** `GET /api/v2/routing/queues`: all or those with an `id`. */
export function answerQueues(
  dataset: Dataset,
  query: URLSearchParams,
  now: number
): QueueEntityListing & EntityPage<NamedEntity> {
  checkParameters(query, ['id', 'pageSize', 'pageNumber']);
  const ids = dataset.organization.queues.map(({ id }) => id);
  return pageOf(namedOnes(dataset, ids, query, now), query);
}

/** Ids that are unknown are missing from the answer; one that was given a name only is found by its id. */
function namedOnes({ names }: Dataset, known: string[], query: URLSearchParams, now: number): NamedEntity[] {
  const wanted = new Set(query.getAll('id'));
  if (wanted.size > MAX_PAGE_SIZE || wanted.has('')) {
    throw new ApiError(400, `id must be given at most ${MAX_PAGE_SIZE} times and never be empty.`);
  }
  const ids = query.has('id') ? [...known, ...names.others].filter((id) => wanted.has(id)) : known;
  return ids.map((id) => ({ id, name: names.nameOf(id, now) }));
}
