import type { BackendSrv, BackendSrvRequest, FetchResponse } from '@grafana/runtime';
import { defer, firstValueFrom, map } from 'rxjs';

/** Grafana's `BackendSrv` over the browser's own fetch: errors have Grafana's shape, `{status, statusText, data}`. */
export function backendSrv(): BackendSrv {
  const fetchOnce = <T>(options: BackendSrvRequest) => defer(() => send<T>(options));
  const request = <T>(options: BackendSrvRequest): Promise<T> =>
    firstValueFrom(fetchOnce<T>(options).pipe(map(({ data }) => data)));
  return {
    fetch: fetchOnce,
    request,
    datasourceRequest: (options) => firstValueFrom(fetchOnce(options)),
    chunked: () => {
      throw new Error('The preview has no chunked queries.');
    },
    get: (url, params) => request({ url, params, method: 'GET' }),
    delete: (url, data) => request({ url, data, method: 'DELETE' }),
    post: (url, data) => request({ url, data, method: 'POST' }),
    patch: (url, data) => request({ url, data, method: 'PATCH' }),
    put: (url, data) => request({ url, data, method: 'PUT' }),
  };
}

async function send<T>(config: BackendSrvRequest): Promise<FetchResponse<T>> {
  const url = new URL(config.url, window.location.origin);
  for (const [name, value] of Object.entries(config.params ?? {})) {
    [value].flat().forEach((one) => url.searchParams.append(name, String(one)));
  }
  const response = await fetch(url, {
    method: config.method ?? 'GET',
    headers: { ...(config.data !== undefined && { 'Content-Type': 'application/json' }), ...config.headers },
    body: config.data === undefined ? undefined : JSON.stringify(config.data),
    signal: config.abortSignal,
  }).catch((error: Error) => {
    throw { status: 0, statusText: error.message, data: { message: 'The preview server does not answer.' }, config };
  });
  const { status, statusText, ok, headers, redirected, type } = response;
  const text = await response.text();
  const isJson = headers.get('Content-Type')?.includes('json');
  const data = isJson && text !== '' ? JSON.parse(text) : text;
  if (!ok) {
    throw { status, statusText, data, config };
  }
  return { data, status, statusText, ok, headers, redirected, type, url: response.url, config };
}
