import teamView from '../../src/dashboards/team-view.json';
import { rulesInFiles } from '../grafana/AlertRules';

const PASS_RATES = rulesInFiles().filter(({ annotations }) => annotations.evaluations !== undefined);

/** The link as Grafana fills it in: `externalURL` is `root_url` with a slash at its end. */
function linkOf(template: string | undefined, entityId: string): URL {
  const link = (template ?? '')
    .replaceAll('{{ externalURL }}', 'https://grafana.example.com/sub/')
    .replaceAll('{{ $labels.entityId | urlquery }}', encodeURIComponent(entityId));
  expect(link).not.toMatch(/[{}\s]/);
  return new URL(link);
}

test('every rule about scores has a link to evaluations', () => {
  expect(PASS_RATES.map(({ title }) => title)).toEqual([
    'Pass rate by agent',
    'Pass rate by form',
    'Pass rate by queue',
  ]);
});

test.each(PASS_RATES)("$title: the link opens today's evaluations in the team view", ({ annotations, data }) => {
  const [query] = data;
  const [groupBy] = query?.model.groupBy as string[];
  const chosen = teamView.templating.list.find(
    ({ query: list }) => typeof list === 'object' && list.entity === groupBy
  );
  const link = linkOf(annotations.evaluations, 'none & all');
  expect(link.pathname).toBe(`/sub/d/${teamView.uid}`);
  const { viewPanel, ...variables } = Object.fromEntries(link.searchParams);
  expect(variables).toEqual({
    'var-datasource': query?.datasourceUid,
    'var-period': query?.model.timeRange,
    [`var-${chosen?.name}`]: 'none & all',
  });
  expect(teamView.templating.list.map(({ name }) => `var-${name}`)).toEqual(
    expect.arrayContaining(Object.keys(variables))
  );
  const [target] = teamView.panels.find(({ id }) => `panel-${id}` === viewPanel)?.targets ?? [];
  expect(target).toMatchObject({
    queryType: 'evaluations',
    timeRange: '$period',
    datasource: { uid: '${datasource}' },
  });
  expect(JSON.stringify(target)).toContain(`"$${chosen?.name}"`);
});
