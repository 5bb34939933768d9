import { jsonAnswer, type Answer, type SimulatorRequest } from '../answer';
import type { AccessTokens } from './accessTokens';

/** The one OAuth client of the organization. */
export interface OAuthClient {
  clientId: string;
  clientSecret: string;
}

interface Credentials {
  clientId: string | null | undefined;
  clientSecret: string | null | undefined;
}

/** `POST /oauth/token`: client credentials in the form body (the guide's way) or as HTTP Basic, never both. */
export function answerToken({ headers, body }: SimulatorRequest, client: OAuthClient, tokens: AccessTokens): Answer {
  if (!/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')) {
    return oauthError(400, 'invalid_request', 'the body must be application/x-www-form-urlencoded');
  }
  const form = new URLSearchParams(body);
  const repeated = [...form.keys()].find((name) => form.getAll(name).length > 1);
  if (repeated !== undefined) {
    return oauthError(400, 'invalid_request', `${repeated} is given more than once`);
  }
  const grantType = form.get('grant_type');
  if (grantType === null) {
    return oauthError(400, 'invalid_request', 'grant_type is missing');
  }
  if (grantType !== 'client_credentials') {
    return oauthError(400, 'unsupported_grant_type', 'only client_credentials is supported');
  }
  const inHeader = basicCredentials(headers.authorization);
  const inForm = form.has('client_id') || form.has('client_secret');
  if (inHeader && inForm) {
    return oauthError(400, 'invalid_request', 'credentials are given in the header and in the body');
  }
  const given = inHeader ?? { clientId: form.get('client_id'), clientSecret: form.get('client_secret') };
  if (given.clientId !== client.clientId || given.clientSecret !== client.clientSecret) {
    return oauthError(401, 'invalid_client', 'authentication failed');
  }
  const token = { access_token: tokens.issue(), token_type: 'bearer', expires_in: tokens.lifetime };
  return jsonAnswer(200, token, { 'Cache-Control': 'no-store' });
}

/** An error as Genesys Cloud's login service answers it: OAuth 2.0's, with the text twice. */
export function oauthError(status: number, error: string, description: string): Answer {
  return jsonAnswer(status, { error, description, error_description: description });
}

function basicCredentials(authorization: string | undefined): Credentials | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) {
    return undefined;
  }
  const [clientId, ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { clientId: formDecoded(clientId), clientSecret: formDecoded(rest.join(':')) };
}

/** RFC 6749, 2.3.1: both halves are form-encoded before they are joined. */
function formDecoded(text: string | undefined): string | null | undefined {
  return text === undefined ? undefined : new URLSearchParams(`value=${text.replaceAll('&', '%26')}`).get('value');
}
