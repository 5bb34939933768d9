import type { Dataset } from '../../dataset/dataset';
import { formVersions } from '../../dataset/details';
import { ApiError } from '../apiError';
import type { PublishedFormEntityListing } from '../models';
import { checkParameters, pageOf, type EntityPage } from './paging';

/** A published version of an evaluation form. */
export interface PublishedForm {
  /** The version's, Genesys' `formId`. */
  id: string;
  /** The form's, the same for all versions. */
  contextId: string;
  name: string;
  published: true;
}

/** `GET /api/v2/quality/publishedforms/evaluations`: every version, or with `onlyLatestPerContext` a form's newest alone. */
export function answerPublishedForms(
  { names, organization, seed }: Dataset,
  query: URLSearchParams,
  now: number
): PublishedFormEntityListing & EntityPage<PublishedForm> {
  checkParameters(query, ['pageSize', 'pageNumber', 'onlyLatestPerContext']);
  const latest = query.get('onlyLatestPerContext') ?? 'false';
  if (latest !== 'true' && latest !== 'false') {
    throw new ApiError(400, `onlyLatestPerContext must be true or false, got ${latest || 'nothing'}.`);
  }
  const forms = organization.evaluationForms.flatMap(({ id: contextId }) => {
    const versions = formVersions(seed, contextId);
    const name = names.nameOf(contextId, now);
    return (latest === 'true' ? versions.slice(-1) : versions).map((id): PublishedForm => ({
      id,
      contextId,
      name,
      published: true,
    }));
  });
  return pageOf(forms, query);
}
