import { CoreApp } from '@grafana/data';
import { renderHook } from '@testing-library/react';

import { newQuery } from '../defaults';
import { type GenesysQualityQuery } from '../types';
import { useStoredDefaults } from './useStoredDefaults';

const datasource = { type: 'intraday-genesysquality-datasource', uid: 'uid' };

/** What is stored after the editor was open, where Grafana shows the defaults over it. */
function storedAfter(app: CoreApp, stored: GenesysQualityQuery): GenesysQualityQuery {
  let kept = stored;
  const onChange = jest.fn((changed: GenesysQualityQuery) => (kept = changed));
  const { rerender } = renderHook(() => useStoredDefaults(app, { ...newQuery(app), ...kept }, [kept], onChange));
  rerender();
  rerender();
  expect(onChange.mock.calls.length).toBeLessThan(2);
  return kept;
}

it('stores what a new rule shows', () => {
  const bare = { refId: 'A', datasource };
  expect(storedAfter(CoreApp.UnifiedAlerting, bare)).toMatchObject({
    ...bare,
    groupBy: ['agent'],
    metrics: ['passRate'],
    timeRange: 'businessDay',
    format: 'stat',
  });
  expect(storedAfter(CoreApp.CloudAlerting, bare)).toMatchObject({ metrics: ['passRate'] });
});

it('leaves a rule alone that has its metrics, and panels, which keep their defaults themselves', () => {
  const own = { refId: 'A', datasource, metrics: ['count'] };
  expect(storedAfter(CoreApp.UnifiedAlerting, own)).toBe(own);
  const bare = { refId: 'A', datasource };
  expect(storedAfter(CoreApp.PanelEditor, bare)).toBe(bare);
});

it('knows nothing of what is stored where Grafana does not say', () => {
  const onChange = jest.fn();
  renderHook(() =>
    useStoredDefaults(CoreApp.UnifiedAlerting, { refId: 'A', metrics: ['passRate'] }, undefined, onChange)
  );
  expect(onChange).not.toHaveBeenCalled();
});
