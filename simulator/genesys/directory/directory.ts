import type { Dataset } from '../../dataset/dataset';
import { RandomStream } from '../../dataset/random';
import { ApiError } from '../apiError';
import { checkParameters, MAX_PAGE_SIZE, pageOf, type EntityPage } from './paging';

/** What the directory tells about a user or a queue. */
export interface NamedEntity {
  id: string;
  name: string;
}

/**
 * `GET /api/v2/users`: agents and evaluators, all or those with an `id`. Deleted users are missing.
 *
 * @param deletedUsers percentage of the users that are deleted.
 */
export function answerUsers(
  dataset: Dataset,
  query: URLSearchParams,
  now: number,
  deletedUsers: number
): EntityPage<NamedEntity & { state: 'active' }> {
  const { agents, evaluators } = dataset.organization;
  const isDeleted = (id: string): boolean =>
    deletedUsers > 0 && new RandomStream(dataset.seed, 'deleted user', id).next() * 100 < deletedUsers;
  const ids = [...agents, ...evaluators].map(({ id }) => id).filter((id) => !isDeleted(id));
  const { entities, ...page } = answerNamed(dataset, ids, query, now);
  return { entities: entities.map((entity) => ({ ...entity, state: 'active' })), ...page };
}

/** `GET /api/v2/routing/queues`: all or those with an `id`. */
export function answerQueues(dataset: Dataset, query: URLSearchParams, now: number): EntityPage<NamedEntity> {
  const ids = dataset.organization.queues.map(({ id }) => id);
  return answerNamed(dataset, ids, query, now);
}

/** Ids that are unknown are missing from the answer; one that was given a name only is found by its id. */
function answerNamed(
  { names }: Dataset,
  known: string[],
  query: URLSearchParams,
  now: number
): EntityPage<NamedEntity> {
  checkParameters(query, ['id', 'pageSize', 'pageNumber']);
  const wanted = new Set(query.getAll('id'));
  if (wanted.size > MAX_PAGE_SIZE || wanted.has('')) {
    throw new ApiError(400, `id must be given at most ${MAX_PAGE_SIZE} times and never be empty.`);
  }
  const ids = query.has('id') ? [...known, ...names.others].filter((id) => wanted.has(id)) : known;
  const named = ids.map((id) => ({ id, name: names.nameOf(id, now) }));
  return pageOf(named, query);
}
