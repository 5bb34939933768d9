import React from 'react';
import { FieldSet } from '@grafana/ui';

import { settingsWithDefaults } from '../../defaults';
import { NumberSetting } from './NumberSetting';
import { SectionDescription } from './SectionDescription';
import { type SettingsProps } from './SettingsProps';

/** What passes; the Quality Metrics API decides that by itself. */
export function ScoringSection({ stored, settings, problems, disabled, onChange }: SettingsProps) {
  if (settings.api === 'qualityMetrics') {
    return null;
  }
  return (
    <FieldSet label="Scoring">
      <SectionDescription>Only the Analytics API needs this: it knows scores, but not what passes.</SectionDescription>
      <NumberSetting
        label="Pass threshold"
        description="An evaluation passes from this score on."
        suffix="%"
        min={0}
        max={100}
        value={stored.passThreshold}
        defaultValue={settingsWithDefaults({}).passThreshold}
        problem={problems.passThreshold}
        disabled={disabled}
        onChange={(passThreshold) => onChange({ passThreshold })}
      />
    </FieldSet>
  );
}
