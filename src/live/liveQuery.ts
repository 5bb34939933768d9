import { LoadingState, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { combineLatest, map, type Observable } from 'rxjs';

import { type GenesysQualityQuery } from '../types';
import { type LiveChannels } from './LiveChannels';
import { liveRequest, type LiveRequest } from './LiveRequest';
import { liveResponses } from './liveResponses';

type Request = DataQueryRequest<GenesysQualityQuery>;

/**
 * Answers a request whose queries may be live: those over their channels, the rest at once. What comes is always the
 * answer of all queries, in their order, so that a series keeps its colour whichever answers first.
 *
 * @param fillIn - fills in a query's variables
 * @param ask - asks a request's queries once
 */
export function liveQuery(
  request: Request,
  channels: LiveChannels,
  fillIn: (query: GenesysQualityQuery) => GenesysQualityQuery,
  ask: (request: Request) => Observable<DataQueryResponse>
): Observable<DataQueryResponse> {
  const live: Array<[GenesysQualityQuery, LiveRequest]> = [];
  const rest: GenesysQualityQuery[] = [];
  for (const target of request.targets) {
    const subscription = liveRequest(fillIn(target), request);
    if (subscription) {
      live.push([target, subscription]);
    } else {
      rest.push(target);
    }
  }
  if (live.length === 0) {
    return ask(request);
  }
  const answers = live.map(([target, subscription]) => {
    // Grafana cancels a request by its id when another one with the same id begins.
    const alone = { ...request, requestId: `${request.requestId}-${target.refId}`, targets: [target] };
    return liveResponses(channels, subscription, target.refId, () => ask(alone));
  });
  if (rest.length > 0) {
    answers.push(ask({ ...request, targets: rest }));
  }
  return combineLatest(answers).pipe(map((responses) => joined(request, responses)));
}

function joined({ targets }: Request, responses: DataQueryResponse[]): DataQueryResponse {
  const order = new Map(targets.map(({ refId }, index) => [refId, index]));
  const placeOf = ({ refId = '' }: { refId?: string }) => order.get(refId) ?? targets.length;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- Grafana itself says some errors in no other way
  const errors = responses.flatMap(({ error, errors: several }) => several ?? (error ? [error] : []));
  return {
    key: 'live',
    data: responses.flatMap(({ data }) => data).sort((a, b) => placeOf(a) - placeOf(b)),
    state: responses.some(({ state }) => state === LoadingState.Streaming) ? LoadingState.Streaming : LoadingState.Done,
    ...(errors.length > 0 && { errors }),
  };
}
