import React, { useState } from 'react';
import { type PanelData, type TimeRange } from '@grafana/data';
import { t } from '@grafana/i18n';

import { type GenesysQualityDataSource } from '../../datasource';
import { type DefaultedQuery } from '../../defaults';
import { type Dialect } from '../../types';
import { upstreamCalls, type UpstreamCalls } from '../../upstreamCalls';
import { UNESCAPED } from '../../unescaped';
import { businessDay, WINDOW } from '../../windows';
import { Note } from './Note';

interface Props {
  datasource: GenesysQualityDataSource;
  dialect: Dialect | undefined;
  /** With its variables filled in. */
  query: DefaultedQuery;
  range: TimeRange | undefined;
  data: PanelData | undefined;
}

/** Says what the query costs in requests to Genesys Cloud, where that is known. */
export function CostNote({ datasource: { settings }, dialect, query, range, data }: Props) {
  const [now] = useState(() => Date.now());
  const dashboard = range && { from: range.from.valueOf(), to: range.to.valueOf() };
  const calls =
    dialect &&
    upstreamCalls(query, dialect, {
      range: query.timeRange === 'businessDay' ? businessDay(settings, now) : dashboard,
      interval: data?.request?.intervalMs ?? WINDOW,
      now,
      settings,
    });
  return calls ? (
    <Note
      icon="exchange-alt"
      label={t('query-editor.cost.label', 'Requests to Genesys Cloud')}
      text={sentences(calls, query.limit).join(' ')}
    />
  ) : null;
}

function sentences(calls: UpstreamCalls, limit: number): string[] {
  const values = { requests: requestsText(calls, limit), ...UNESCAPED };
  const first = calls.isSeries
    ? t(
        'query-editor.cost.series',
        '{{requests}} at first, later only for what can still change; per 15-minute window, shared by all panels that ask the same.',
        values
      )
    : t('query-editor.cost.once', '{{requests}} per 15-minute window, shared by all panels that ask the same.', values);
  return calls.readsEvaluations
    ? [first, t('query-editor.cost.pass-rate', 'The pass rate lists every evaluation, which makes the answer larger.')]
    : [first];
}

function requestsText({ requests, atMost, perForm, lists }: UpstreamCalls, limit: number): string {
  if (lists === 1) {
    return t(
      'query-editor.cost.list',
      '1 request to Genesys Cloud for each 100 evaluations, until {{limit}} are listed,',
      { limit }
    );
  }
  if (lists > 1) {
    return t(
      'query-editor.cost.lists',
      '1 request to Genesys Cloud for each 100 evaluations, people’s and AI’s apart, until {{limit}} are listed,',
      { limit }
    );
  }
  if (perForm > 0) {
    return requests > 0
      ? t('query-editor.cost.and-per-form', '{{requests}}, plus {{perForm}} for each form that has evaluations,', {
          requests: countText(requests),
          perForm,
        })
      : t('query-editor.cost.per-form', '{{requests}} for each form', { requests: countText(perForm) });
  }
  return atMost
    ? t('query-editor.cost.at-most', 'At most {{requests}}', { requests: countText(requests) })
    : countText(requests);
}

function countText(count: number): string {
  return t('query-editor.cost.requests', '{{count}} requests to Genesys Cloud', {
    count,
    defaultValue_one: '{{count}} request to Genesys Cloud',
  });
}
