import React from 'react';
import { ControlledCollapse, FieldSet } from '@grafana/ui';

import { settingsWithDefaults } from '../../defaults';
import { NumberSetting } from './NumberSetting';
import { SecretSetting, type SecretProps } from './SecretSetting';
import { type SettingsProps } from './SettingsProps';
import { TextSetting } from './TextSetting';

const DEFAULTS = settingsWithDefaults({});

/** Limits and storage, out of the way: the defaults suit most organizations. */
export function AdvancedSection(props: SettingsProps & { editor: SecretProps }) {
  return (
    <ControlledCollapse label="Advanced settings" isOpen={false}>
      <Limits {...props} />
      <Storage {...props} />
    </ControlledCollapse>
  );
}

function Limits({ stored, problems, disabled, onChange }: SettingsProps) {
  return (
    <FieldSet label="Limits">
      <NumberSetting
        label="Requests per minute"
        description="The most requests to Genesys Cloud in any 60 seconds, for everything that uses this OAuth client."
        min={1}
        value={stored.requestsPerMinute}
        defaultValue={DEFAULTS.requestsPerMinute}
        problem={problems.requestsPerMinute}
        disabled={disabled}
        onChange={(requestsPerMinute) => onChange({ requestsPerMinute })}
      />
      <NumberSetting
        label="Maximum lag"
        description="How late evaluations may appear in Genesys Cloud. Until then numbers are asked for again."
        suffix="minutes"
        min={1}
        value={stored.maxLagMinutes}
        defaultValue={DEFAULTS.maxLagMinutes}
        problem={problems.maxLagMinutes}
        disabled={disabled}
        onChange={(maxLagMinutes) => onChange({ maxLagMinutes })}
      />
      <NumberSetting
        label="Show stale numbers for"
        description="While Genesys Cloud fails, panels may show the last known numbers this long, with a warning. 0 never does."
        suffix="minutes"
        min={0}
        value={stored.staleForMinutes}
        defaultValue={DEFAULTS.staleForMinutes}
        problem={problems.staleForMinutes}
        disabled={disabled}
        onChange={(staleForMinutes) => onChange({ staleForMinutes })}
      />
    </FieldSet>
  );
}

function Storage({ stored, problems, disabled, onChange, editor }: SettingsProps & { editor: SecretProps }) {
  return (
    <FieldSet label="Storage">
      <TextSetting
        label="Store file"
        description="Where answers are kept, so that a restart asks nothing twice. Empty chooses a place; the health check says which."
        placeholder="/var/lib/grafana/genesys-quality.db"
        value={stored.storePath}
        problem={problems.storePath}
        disabled={disabled}
        onChange={(storePath) => onChange({ storePath })}
      />
      <TextSetting
        label="Shared store URL"
        description="A Redis or Valkey, when several Grafana servers share the work. Empty for one server."
        placeholder="rediss://redis.example.com:6379/0"
        value={stored.sharedStoreUrl}
        problem={problems.sharedStoreUrl}
        disabled={disabled}
        onChange={(sharedStoreUrl) => onChange({ sharedStoreUrl })}
      />
      <SecretSetting
        secret="sharedStorePassword"
        label="Shared store password"
        description="Stored encrypted, like the client secret."
        editor={editor}
      />
    </FieldSet>
  );
}
