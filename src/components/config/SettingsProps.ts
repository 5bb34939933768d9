import { type DefaultedSettings } from '../../defaults';
import { type GenesysQualityOptions } from '../../types';
import { type SettingsProblems } from '../../validation/settings';

/** What every section of the configuration page gets. */
export interface SettingsProps {
  /** As stored, which is what inputs show. */
  stored: GenesysQualityOptions;
  /** With defaults, which is what the settings mean. */
  settings: DefaultedSettings;
  problems: SettingsProblems;
  /** Provisioned data sources cannot be changed here. */
  disabled: boolean;
  onChange: (change: Partial<GenesysQualityOptions>) => void;
}
