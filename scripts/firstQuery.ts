import type { DataFrameJSON } from '@grafana/data';

/** Grafana's answer to POST /api/ds/query, as far as it is read here. */
interface QueryAnswer {
  results?: Record<string, { error?: string; frames?: DataFrameJSON[] }>;
}

/** Asks for today's scores by agent as a panel does, and prints the first rows. */
export async function printFirstQuery(origin: string): Promise<void> {
  const response = await fetch(`${origin}/api/ds/query`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      from: 'now-12h',
      to: 'now',
      queries: [
        {
          refId: 'A',
          datasource: { type: 'intraday-genesysquality-datasource', uid: 'genesys-cloud-quality' },
          timeRange: 'businessDay',
        },
      ],
    }),
  });
  const text = await response.text();
  if (!response.headers.get('Content-Type')?.includes('json')) {
    throw new Error(`The first query was answered with HTTP ${response.status} and no JSON: ${text.slice(0, 200)}`);
  }
  const answer: QueryAnswer = JSON.parse(text);
  const result = answer.results?.A;
  const frame = result?.frames?.[0];
  if (!frame?.schema || !frame.data || result?.error) {
    throw new Error(`The first query failed: ${result?.error ?? text.slice(0, 500)}`);
  }
  const titles = frame.schema.fields.map((field) => String(field.config?.displayNameFromDS ?? field.name));
  const rows = (frame.data.values[0] ?? []).map((_, row) =>
    Object.fromEntries(titles.map((title, column) => [title, frame.data?.values[column]?.[row]]))
  );
  console.log(`\nToday's scores by agent, the first of ${rows.length}:`);
  console.table(rows.slice(0, 5));
}
