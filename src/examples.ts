import { t } from '@grafana/i18n';

import { type GenesysQualityQuery } from './types';

/** A query to start from. */
export interface Example {
  title: string;
  description: string;
  query: Omit<GenesysQualityQuery, 'refId'>;
}

/** Queries that a wallboard is made of; every dialect can answer them. */
export function exampleQueries(): Example[] {
  const today = { queryType: 'metrics', timeRange: 'businessDay', minimumCount: 3 };
  return [
    {
      title: t('help.agents.title', "Today's scores by agent"),
      description: t('help.agents.description', 'A table with average score, pass rate and count.'),
      query: {
        ...today,
        groupBy: ['agent'],
        metrics: ['averageScore', 'passRate', 'count'],
        format: 'table',
      },
    },
    {
      title: t('help.queues.title', 'Pass rate of each queue'),
      description: t('help.queues.description', 'For stat, gauge and bar gauge panels.'),
      query: { ...today, groupBy: ['queue'], metrics: ['passRate'], format: 'stat' },
    },
    {
      title: t('help.day.title', 'How the day goes'),
      description: t('help.day.description', "The organization's average score as it builds up through the day."),
      query: { ...today, groupBy: [], metrics: ['averageScore'], format: 'timeseries', running: true },
    },
    {
      title: t('help.forms.title', 'Agents, form by form'),
      description: t('help.forms.description', 'Scores of different forms are hard to compare: a row for each form.'),
      query: {
        ...today,
        groupBy: ['agent', 'evaluationForm'],
        metrics: ['averageScore', 'count'],
        format: 'table',
      },
    },
    {
      title: t('help.alert.title', 'Alert when an agent’s pass rate drops'),
      description: t('help.alert.description', 'One number for each agent, which stays the same alert after a rename.'),
      query: { ...today, groupBy: ['agent'], metrics: ['passRate'], format: 'stat', nameLabel: false },
    },
    {
      title: t('help.evaluations.title', 'The evaluations behind a score'),
      description: t('help.evaluations.description', "Today's single evaluations, the newest first."),
      query: { queryType: 'evaluations', groupBy: ['agent'], timeRange: 'businessDay', limit: 1000 },
    },
  ];
}
