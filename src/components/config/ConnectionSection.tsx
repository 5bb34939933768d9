import React, { useId, useState } from 'react';
import { t } from '@grafana/i18n';
import { Field, FieldSet, RadioButtonGroup, Switch } from '@grafana/ui';

import { apiChoices, type Choice } from '../../choices';
import { type Api } from '../../types';
import { isHttpElsewhere } from '../../validation/address';
import { RegionSetting } from './RegionSetting';
import { type SettingsProps } from './SettingsProps';
import { TextSetting } from './TextSetting';

/** The three ways to say where Genesys Cloud is; exactly one is stored. */
type Place = 'region' | 'orgDomain' | 'baseUrl';

const PLACES: Place[] = ['region', 'orgDomain', 'baseUrl'];

function placeChoices(): Array<Choice<Place>> {
  return [
    {
      value: 'region',
      label: t('config-editor.place.region', 'Region'),
      description: t('config-editor.place.region-description', 'For public Genesys Cloud organizations'),
    },
    {
      value: 'orgDomain',
      label: t('config-editor.place.org-domain', 'Organization domain'),
      description: t('config-editor.place.org-domain-description', 'When token and API are on one host'),
    },
    {
      value: 'baseUrl',
      label: t('config-editor.place.base-url', 'Base URL'),
      description: t('config-editor.place.base-url-description', 'For a gateway, or the simulator'),
    },
  ];
}

/** Where Genesys Cloud is, and which of its APIs answers. */
export function ConnectionSection({ stored, settings, problems, disabled, onChange }: SettingsProps) {
  const id = useId();
  const [chosen, setChosen] = useState<Place>();
  const given = PLACES.filter((place) => settings[place] !== '');
  const place = chosen ?? given[0] ?? 'region';

  const choosePlace = (value: Place) => {
    setChosen(value);
    const { region, orgDomain, baseUrl, allowInsecureHttp } = stored;
    const kept = { region, orgDomain, baseUrl }[value];
    onChange({
      region: undefined,
      orgDomain: undefined,
      baseUrl: undefined,
      allowInsecureHttp: value === 'baseUrl' ? allowInsecureHttp : undefined,
      [value]: kept,
    });
  };

  return (
    <FieldSet label={t('config-editor.connection.title', 'Connection')}>
      <Field
        label={t('config-editor.place.label', 'Where Genesys Cloud is')}
        description={t(
          'config-editor.place.description',
          'Most organizations choose their region: it stands in the address of the Genesys Cloud page after login.'
        )}
        invalid={given.length > 1}
        error={problems.place}
        disabled={disabled}
      >
        <RadioButtonGroup<Place>
          aria-label={t('config-editor.place.label', 'Where Genesys Cloud is')}
          options={placeChoices()}
          value={place}
          onChange={choosePlace}
          disabled={disabled}
        />
      </Field>
      {place === 'region' && (
        <RegionSetting
          region={stored.region}
          problem={problems.region}
          disabled={disabled}
          onChange={(region) => onChange({ region })}
        />
      )}
      {place === 'orgDomain' && (
        <TextSetting
          label={t('config-editor.org-domain.label', 'Organization domain')}
          description={t(
            'config-editor.org-domain.description',
            'The host that gives out tokens and serves the API, always over HTTPS.'
          )}
          required
          placeholder="acme.mygenesys.com"
          value={stored.orgDomain}
          problem={problems.orgDomain}
          disabled={disabled}
          onChange={(orgDomain) => onChange({ orgDomain })}
        />
      )}
      {place === 'baseUrl' && (
        <TextSetting
          label={t('config-editor.base-url.label', 'Base URL')}
          description={t('config-editor.base-url.description', 'The address that /oauth/token and /api/v2 follow.')}
          required
          placeholder="https://gateway.example.com"
          value={stored.baseUrl}
          problem={problems.baseUrl}
          disabled={disabled}
          onChange={(baseUrl) => onChange({ baseUrl })}
        />
      )}
      {place === 'baseUrl' && isHttpElsewhere(settings.baseUrl) && (
        <Field
          label={t('config-editor.insecure.label', 'Allow unencrypted HTTP')}
          description={t(
            'config-editor.insecure.description',
            'The client secret and all scores then travel in clear text. Only for a network that you trust.'
          )}
          htmlFor={`${id}-insecure`}
          disabled={disabled}
        >
          <Switch
            id={`${id}-insecure`}
            value={settings.allowInsecureHttp}
            onChange={(event) => onChange({ allowInsecureHttp: event.currentTarget.checked })}
          />
        </Field>
      )}
      <Field
        label={t('config-editor.api.label', 'API')}
        description={t(
          'config-editor.api.description',
          'Leave on automatic unless Genesys told you which API your organization has.'
        )}
        disabled={disabled}
      >
        <RadioButtonGroup<Api>
          aria-label={t('config-editor.api.label', 'API')}
          options={apiChoices()}
          value={settings.api}
          onChange={(api) => onChange({ api })}
          disabled={disabled}
        />
      </Field>
    </FieldSet>
  );
}
