import { type Api, type Format, type GroupBy, type Metric, type QueryTimeRange } from './types';

/** Something to choose: the value that is stored, how people read it, and what it means. */
export interface Choice<T extends string> {
  value: T;
  label: string;
  description?: string;
}

/** The dimensions, with the word for several of them. */
export const GROUP_BYS: Array<Choice<GroupBy> & { plural: string }> = [
  { value: 'agent', label: 'Agent', plural: 'agents' },
  { value: 'queue', label: 'Queue', plural: 'queues' },
  { value: 'skill', label: 'Skill', plural: 'skills' },
  { value: 'evaluationForm', label: 'Evaluation form', plural: 'evaluation forms' },
  { value: 'evaluator', label: 'Evaluator', plural: 'evaluators' },
];

/** The metrics, those first that every Genesys Cloud API has. */
export const METRICS: Array<Choice<Metric> & { analyticsOnly?: boolean }> = [
  { value: 'averageScore', label: 'Average score', description: 'The mean of all scores, in percent' },
  { value: 'passRate', label: 'Pass rate', description: 'How many of 100 evaluations passed' },
  { value: 'count', label: 'Count', description: 'The number of evaluations' },
  {
    value: 'criticalScore',
    label: 'Critical score',
    description: 'The mean of the critical questions; Analytics API only',
    analyticsOnly: true,
  },
  { value: 'minScore', label: 'Lowest score', description: 'Analytics API only', analyticsOnly: true },
  { value: 'maxScore', label: 'Highest score', description: 'Analytics API only', analyticsOnly: true },
];

export const TIME_RANGES: Array<Choice<QueryTimeRange>> = [
  { value: 'dashboard', label: 'Dashboard', description: 'The time range chosen on the dashboard' },
  { value: 'businessDay', label: 'Business day', description: 'From the start of the business day until now' },
];

export const FORMATS: Array<Choice<Format>> = [
  { value: 'table', label: 'Table', description: 'A row for each agent, queue, …' },
  { value: 'stat', label: 'Stat', description: 'One number each, for stats, gauges and alerts' },
  { value: 'timeseries', label: 'Time series', description: 'How the numbers develop' },
];

export const APIS: Array<Choice<Api>> = [
  { value: 'auto', label: 'Automatic', description: 'Finds out which of the two your organization offers' },
  { value: 'qualityMetrics', label: 'Quality Metrics', description: 'GET /api/v2/quality/metrics' },
  { value: 'analytics', label: 'Analytics', description: 'POST /api/v2/analytics/evaluations/aggregates/query' },
];

/** The regions of Genesys Cloud and where they are; the host name of one that opened later can be typed. */
export const REGIONS: Array<Choice<string>> = [
  { value: 'mypurecloud.com', label: 'mypurecloud.com', description: 'US East (Virginia)' },
  { value: 'usw2.pure.cloud', label: 'usw2.pure.cloud', description: 'US West (Oregon)' },
  { value: 'cac1.pure.cloud', label: 'cac1.pure.cloud', description: 'Canada (Central)' },
  { value: 'mxc1.pure.cloud', label: 'mxc1.pure.cloud', description: 'Mexico (Central)' },
  { value: 'sae1.pure.cloud', label: 'sae1.pure.cloud', description: 'South America (São Paulo)' },
  { value: 'mypurecloud.ie', label: 'mypurecloud.ie', description: 'Europe (Ireland)' },
  { value: 'mypurecloud.de', label: 'mypurecloud.de', description: 'Europe (Frankfurt)' },
  { value: 'euw2.pure.cloud', label: 'euw2.pure.cloud', description: 'Europe (London)' },
  { value: 'euc2.pure.cloud', label: 'euc2.pure.cloud', description: 'Europe (Zurich)' },
  { value: 'edee1.eusc-pure.cloud', label: 'edee1.eusc-pure.cloud', description: 'European Sovereign Cloud (Germany)' },
  { value: 'mec1.pure.cloud', label: 'mec1.pure.cloud', description: 'Middle East (UAE)' },
  { value: 'aps1.pure.cloud', label: 'aps1.pure.cloud', description: 'Asia Pacific (Mumbai)' },
  { value: 'apse1.pure.cloud', label: 'apse1.pure.cloud', description: 'Asia Pacific (Singapore)' },
  { value: 'mypurecloud.jp', label: 'mypurecloud.jp', description: 'Asia Pacific (Tokyo)' },
  { value: 'apne3.pure.cloud', label: 'apne3.pure.cloud', description: 'Asia Pacific (Osaka)' },
  { value: 'apne2.pure.cloud', label: 'apne2.pure.cloud', description: 'Asia Pacific (Seoul)' },
  { value: 'mypurecloud.com.au', label: 'mypurecloud.com.au', description: 'Asia Pacific (Sydney)' },
  { value: 'use2.us-gov-pure.cloud', label: 'use2.us-gov-pure.cloud', description: 'US East (FedRAMP)' },
];
