import { ApiError } from '../apiError';

/** Most entities on a page. */
export const MAX_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 25;

/** A page of entities as Genesys Cloud's lists answer it. */
export interface EntityPage<Item> {
  entities: Item[];
  pageSize: number;
  pageNumber: number;
  total: number;
  pageCount: number;
}

/** Refuses what a list does not know, and everything but `id` given twice. @throws ApiError 400 that names the parameter. */
export function checkParameters(query: URLSearchParams, known: string[]): void {
  for (const name of query.keys()) {
    if (!known.includes(name)) {
      throw new ApiError(400, `Unknown query parameter ${name}; known are ${known.join(', ')}.`);
    }
    if (name !== 'id' && query.getAll(name).length > 1) {
      throw new ApiError(400, `Query parameter ${name} is given more than once.`);
    }
  }
}

/** The page that the query asks for, by default the first with 25 entities. @throws ApiError 400 */
export function pageOf<Item>(items: Item[], query: URLSearchParams): EntityPage<Item> {
  const pageSize = wholeNumber(query, 'pageSize', DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  const pageNumber = wholeNumber(query, 'pageNumber', 1, Number.MAX_SAFE_INTEGER);
  const first = (pageNumber - 1) * pageSize;
  return {
    entities: items.slice(first, first + pageSize),
    pageSize,
    pageNumber,
    total: items.length,
    pageCount: Math.ceil(items.length / pageSize),
  };
}

function wholeNumber(query: URLSearchParams, name: string, standard: number, max: number): number {
  const text = query.get(name) ?? String(standard);
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= 1 && value <= max)) {
    throw new ApiError(400, `${name} must be a whole number from 1 to ${max}, got ${text || 'nothing'}.`);
  }
  return value;
}
