import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { DATA_SOURCE_UID } from './environment';
import type { GrafanaApi } from './GrafanaApi';

const FILES = join(__dirname, '..', '..', 'provisioning', 'alerting');

/** A rule as its file and Grafana's provisioning API give it, as far as the tests read it. */
export interface AlertRule {
  uid: string;
  title: string;
  condition: string;
  for: string;
  annotations: Record<string, string>;
  labels: Record<string, string>;
  noDataState: string;
  execErrState: string;
  data: RuleQuery[];
}

/** A query or an expression of a rule. */
export interface RuleQuery {
  refId: string;
  datasourceUid: string;
  /** Seconds before the time of evaluation. */
  relativeTimeRange: { from: number; to: number };
  model: Record<string, unknown>;
}

/** One instance of a rule: "Normal", "Pending", "Alerting", with Grafana's reason in brackets where there is one. */
export interface AlertInstance {
  state: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** Since when it has been in its state. */
  activeAt: string;
}

/** How a rule's last evaluation went. */
export interface RuleStatus {
  uid: string;
  name: string;
  state: string;
  health: string;
  lastError?: string;
  lastEvaluation: string;
  alerts: AlertInstance[];
}

/** The rules in the files of provisioning/, without a Grafana. */
export function rulesInFiles(): AlertRule[] {
  return readdirSync(FILES)
    .flatMap((file) => parse(readFileSync(join(FILES, file), 'utf8')).groups ?? [])
    .flatMap(({ rules }: { rules: AlertRule[] }) => rules);
}

/** All rules that came from provisioning files and ask the provisioned data source. */
export async function provisionedRules(grafana: GrafanaApi): Promise<AlertRule[]> {
  const rules = await grafana.get<Array<AlertRule & { provenance?: string }>>('/api/v1/provisioning/alert-rules');
  return rules.filter(
    ({ provenance, data }) =>
      provenance === 'file' && data.some(({ datasourceUid }) => datasourceUid === DATA_SOURCE_UID)
  );
}

/** How the rules of a folder, or all rules, stand. */
export async function ruleStatuses(grafana: GrafanaApi, folderUid?: string): Promise<RuleStatus[]> {
  const { data } = await grafana.get<{ data: { groups: Array<{ rules: RuleStatus[] }> } }>(
    `/api/prometheus/grafana/api/v1/rules${folderUid ? `?folder_uid=${folderUid}` : ''}`
  );
  return data.groups.flatMap(({ rules }) => rules.map((rule) => ({ ...rule, alerts: rule.alerts ?? [] })));
}

/** Rules in a folder of their own, which Grafana evaluates every 10 seconds, and which `remove` takes away. */
export class RuleFolder {
  private constructor(
    private readonly grafana: GrafanaApi,
    private readonly uid: string
  ) {}

  static async create(grafana: GrafanaApi, uid: string, rules: AlertRule[]): Promise<RuleFolder> {
    await grafana.post('/api/folders', { uid, title: `Test of alert rules ${uid}` });
    const folder = new RuleFolder(grafana, uid);
    const group = 'every 10 seconds';
    const placed = rules.map((rule) => ({ ...rule, id: undefined, folderUID: uid, ruleGroup: group, provenance: '' }));
    await grafana.put(`/api/v1/provisioning/folder/${uid}/rule-groups/${encodeURIComponent(group)}`, {
      title: group,
      folderUid: uid,
      interval: 10,
      rules: placed,
    });
    return folder;
  }

  /** How a rule's last evaluation went, by its title; undefined before Grafana knows the rule. */
  async status(title: string): Promise<RuleStatus | undefined> {
    return (await ruleStatuses(this.grafana, this.uid)).find(({ name }) => name === title);
  }

  /** The instances of a rule, by its title. */
  async instances(title: string): Promise<AlertInstance[]> {
    return (await this.status(title))?.alerts ?? [];
  }

  /** States of the rule's instances by entity id; that of a rule without entities stands under "". */
  async states(title: string): Promise<Record<string, string>> {
    const instances = await this.instances(title);
    return Object.fromEntries(
      instances.map(({ labels, state }) => [labels.entityId ?? '', state.replace(/ \(.*\)$/, '')])
    );
  }

  remove(): Promise<unknown> {
    return this.grafana.delete(`/api/folders/${this.uid}?forceDeleteRules=true`);
  }
}

/** A rule as it is, but for where it asks, what it is called and, where given, how long it waits. */
export function copyOf(
  rule: AlertRule,
  changes: { dataSourceUid: string; title: string; for?: string; query?: Record<string, unknown> }
): AlertRule {
  return {
    ...rule,
    uid: '',
    title: changes.title,
    for: changes.for ?? rule.for,
    data: rule.data.map((query) =>
      query.datasourceUid === DATA_SOURCE_UID
        ? { ...query, datasourceUid: changes.dataSourceUid, model: { ...query.model, ...changes.query } }
        : query
    ),
  };
}
