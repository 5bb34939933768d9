type Environment = Record<string, string | undefined>;

/**
 * Puts environment variables into one provisioned value as Grafana does: `$NAME` and `${NAME}`, an unset variable
 * as nothing, `$$` for a dollar. Source: Grafana, `pkg/services/provisioning/values`.
 */
export function expandEnvironment(text: string, env: Environment): string {
  return text
    .split('$$')
    .map((part) => part.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced, bare) => env[braced ?? bare] ?? ''))
    .join('$');
}

/**
 * The same for a whole `jsonData`: a value that an environment variable turned into a number or a boolean becomes
 * one, in maps and lists at any depth.
 */
export function expandJson(value: unknown, env: Environment): unknown {
  if (typeof value === 'string') {
    const expanded = expandEnvironment(value, env);
    return expanded === value || value.includes('$$') ? expanded : typed(expanded);
  }
  if (Array.isArray(value)) {
    return value.map((item) => expandJson(item, env));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expandJson(item, env)]));
  }
  return value;
}

function typed(text: string): unknown {
  if (/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) {
    return Number(text);
  }
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  return text;
}
