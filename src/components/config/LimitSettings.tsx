import React from 'react';
import { t } from '@grafana/i18n';
import { FieldSet } from '@grafana/ui';

import { settingsWithDefaults } from '../../defaults';
import { NumberSetting } from './NumberSetting';
import { type SettingsProps } from './SettingsProps';

const DEFAULTS = settingsWithDefaults({});

/** How much is asked of Genesys Cloud, and how long answers are believed. */
export function LimitSettings({ stored, settings, problems, disabled, onChange }: SettingsProps) {
  const minutes = t('config-editor.minutes', 'minutes');
  return (
    <FieldSet label={t('config-editor.limits.title', 'Limits')}>
      <NumberSetting
        label={t('config-editor.requests-per-minute.label', 'Requests per minute')}
        description={t(
          'config-editor.requests-per-minute.description',
          'The most requests to Genesys Cloud in any 60 seconds, for everything that uses this OAuth client.'
        )}
        min={1}
        value={stored.requestsPerMinute}
        defaultValue={DEFAULTS.requestsPerMinute}
        problem={problems.requestsPerMinute}
        disabled={disabled}
        onChange={(requestsPerMinute) => onChange({ requestsPerMinute })}
      />
      <NumberSetting
        label={t('config-editor.max-lag.label', 'Maximum lag')}
        description={t(
          'config-editor.max-lag.description',
          'How late evaluations may appear in Genesys Cloud. Until then numbers are asked for again.'
        )}
        suffix={minutes}
        min={1}
        value={stored.maxLagMinutes}
        defaultValue={DEFAULTS.maxLagMinutes}
        problem={problems.maxLagMinutes}
        disabled={disabled}
        onChange={(maxLagMinutes) => onChange({ maxLagMinutes })}
      />
      <NumberSetting
        label={t('config-editor.stale-for.label', 'Show stale numbers for')}
        description={t(
          'config-editor.stale-for.description',
          'While Genesys Cloud fails, panels may show the last known numbers this long, with a warning. 0 never does.'
        )}
        suffix={minutes}
        min={0}
        value={stored.staleForMinutes}
        defaultValue={DEFAULTS.staleForMinutes}
        problem={problems.staleForMinutes}
        disabled={disabled}
        onChange={(staleForMinutes) => onChange({ staleForMinutes })}
      />
      {settings.api !== 'qualityMetrics' && (
        <NumberSetting
          label={t('config-editor.analytics-interval.label', 'Hours per analytics request')}
          description={t(
            'config-editor.analytics-interval.description',
            'Longest time range that one analytics request asks for; longer ranges take several.'
          )}
          suffix={t('config-editor.hours', 'hours')}
          min={1}
          value={stored.analyticsIntervalHours}
          defaultValue={DEFAULTS.analyticsIntervalHours}
          problem={problems.analyticsIntervalHours}
          disabled={disabled}
          onChange={(analyticsIntervalHours) => onChange({ analyticsIntervalHours })}
        />
      )}
    </FieldSet>
  );
}
