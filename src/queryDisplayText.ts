import { t } from '@grafana/i18n';

import {
  formatChoices,
  groupByChoices,
  metricChoices,
  pluralOf,
  scoredByChoices,
  timeRangeChoices,
  type Choice,
} from './choices';
import { queryWithDefaults, type DefaultedQuery } from './defaults';
import { dimensionOf, entityKind } from './groupBy';
import { type GenesysQualityQuery } from './types';
import { UNESCAPED } from './unescaped';

/** The word for a value in the middle of a sentence; a variable is its own word. */
function word(choices: Array<Choice<string>>, value: string): string {
  return choices.find((choice) => choice.value === value)?.label.toLowerCase() ?? value;
}

function enumeration(words: string[]): string {
  const last = words[words.length - 1] ?? '';
  const before = words.slice(0, -1).join(', ');
  return before ? t('display-text.enumeration', '{{before}} and {{last}}', { before, last, ...UNESCAPED }) : last;
}

function metricsText({ metrics, groupBy }: DefaultedQuery): string {
  const what =
    enumeration(metrics.map((value) => word(metricChoices(), value))) || t('display-text.no-metrics', 'no metrics');
  const by = enumeration(groupBy.map((value) => word(groupByChoices(), value)));
  return by
    ? t('display-text.grouped', '{{what}} by {{by}}', { what, by, ...UNESCAPED })
    : t('display-text.total', '{{what}} of the organization', { what, ...UNESCAPED });
}

/** How many ids of a kind a filter has, or the one variable that says which; nothing where there is no filter. */
function filterText(ids: string[], plural: string): string[] {
  if (ids.length === 0) {
    return [];
  }
  const [only = ''] = ids;
  return ids.length === 1 && only.startsWith('$')
    ? [t('display-text.variable', '{{plural}} {{variable}}', { plural, variable: only, ...UNESCAPED })]
    : [
        t('display-text.filter', '{{count}} {{plural}}', {
          count: ids.filter(Boolean).length,
          plural,
          defaultValue_one: '{{count}} of the {{plural}}',
          ...UNESCAPED,
        }),
      ];
}

/** A query in one line, for collapsed editors and the query history; `''` where there is no query at all. */
export function queryDisplayText(stored: GenesysQualityQuery | undefined): string {
  if (!stored) {
    return '';
  }
  const query = queryWithDefaults(stored);
  const { groupBy, evaluationFormIds, entityIds, queueIds, scoredBy, includeCalibrations, timeRange, format } = query;
  const isList = query.queryType === 'evaluations';
  const dimension = dimensionOf(groupBy);
  const parts = [
    isList ? t('display-text.evaluations', 'single evaluations') : metricsText(query),
    ...(dimension === undefined ? [] : filterText(entityIds, pluralOf(entityKind(dimension)))),
    ...filterText(evaluationFormIds, pluralOf('evaluationForm')),
    ...filterText(queueIds, pluralOf('queue')),
    ...(scoredBy === 'all'
      ? []
      : [t('display-text.scored-by', 'scored by {{who}}', { who: scoredByText(scoredBy), ...UNESCAPED })]),
    ...(includeCalibrations ? [t('display-text.calibrations', 'with calibrations')] : []),
    word(timeRangeChoices(), timeRange),
    isList ? t('display-text.limit', 'at most {{limit}}', { limit: query.limit }) : word(formatChoices(), format),
  ];
  return parts.join(' · ').replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

/** Unlike other words this one may be an abbreviation, which keeps its capitals. */
function scoredByText(scoredBy: string): string {
  return scoredBy === 'ai' ? t('choices.scored-by-ai', 'AI') : word(scoredByChoices(), scoredBy);
}
