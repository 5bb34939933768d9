import { t } from '@grafana/i18n';

function parsed(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

/** Checks a region or an organization domain. */
export function hostProblem(host: string): string | undefined {
  return HOST.test(host)
    ? undefined
    : t(
        'settings-problems.host',
        'Enter a host name such as mypurecloud.ie, without https:// before it or a path after it.'
      );
}

/** Whether a URL goes to this machine over plain HTTP, or to another one. */
export function isHttpElsewhere(address: string): boolean {
  const url = parsed(address);
  return url?.protocol === 'http:' && !isLoopback(url.hostname);
}

/** 127.0.0.0/8 and ::1, by RFC 5735 and RFC 4291, and the name for them. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Checks the address of a gateway or of the simulator. */
export function baseUrlProblem(address: string, allowInsecureHttp: boolean): string | undefined {
  const url = /^https?:\/\//i.test(address) ? parsed(address) : undefined;
  if (!url) {
    return t('settings-problems.base-url', 'Enter a whole address that begins with https://.');
  }
  if (url.username || url.password) {
    return t(
      'settings-problems.base-url-user',
      'Leave out the user name and the password: the OAuth client below has its own fields.'
    );
  }
  if (url.search || url.hash || address.includes('?')) {
    return t('settings-problems.base-url-query', 'Leave out the query, from the ? or the # on.');
  }
  if (isHttpElsewhere(address) && !allowInsecureHttp) {
    return t(
      'settings-problems.base-url-http',
      'Use https://. Plain http:// is for loopback addresses only, unless you allow it below.'
    );
  }
  return undefined;
}

/** Checks the address of a shared Redis or Valkey. */
export function sharedStoreUrlProblem(address: string): string | undefined {
  const url = /^rediss?:\/\/./i.test(address) ? parsed(address) : undefined;
  if (!url) {
    return t(
      'settings-problems.shared-store',
      'Enter an address that begins with redis:// or, encrypted, with rediss://.'
    );
  }
  return url.password
    ? t(
        'settings-problems.shared-store-password',
        'Leave out the password: it has a field of its own, which is stored encrypted (sharedStorePassword).'
      )
    : undefined;
}
