import { jsonAnswer, type Answer } from '../answer';
import { seededUuid } from '../dataset/random';
import { ApiError } from './apiError';
import type { TokenInfo } from './models';

/** What `GET /api/v2/tokens/me` tells about the token it is asked with. */
export interface TokenDescription {
  organization: { id: string; name: string };
  scopes: string[];
  seed: number;
}

/** `GET /api/v2/tokens/me`, in the shape of the official SDK's `TokenInfo`. */
export function answerTokensMe(query: URLSearchParams, { organization, scopes, seed }: TokenDescription): Answer {
  const unknown = [...query.keys()].find((name) => name !== 'preserveIdleTTL');
  if (unknown !== undefined) {
    throw new ApiError(400, `Unknown query parameter ${unknown}.`);
  }
  const { id, name } = organization;
  const info: TokenInfo = {
    organization: { id, name },
    homeOrganization: { id, name },
    authorizedScope: scopes,
    OAuthClient: {
      id: seededUuid(seed, 'oauthClient'),
      name: 'Quality-Dashboard-Service',
      authorizedGrantType: 'CLIENT-CREDENTIALS',
      organization: { id, name },
    },
  };
  return jsonAnswer(200, info);
}
