import { t } from '@grafana/i18n';

import { type DefaultedSettings } from '../defaults';
import { UNESCAPED } from '../unescaped';

/** What is wrong with the exception for one form, by key. */
export type PassThresholdProblems = Partial<Record<'formId' | 'passScore' | 'criticalScore', string>>;

/** Checks a score in percent. */
export function scoreProblem(value: number): string | undefined {
  return value >= 0 && value <= 100 ? undefined : t('settings-problems.score', 'Enter a percentage between 0 and 100.');
}

/** Checks the exceptions, each by itself and for forms that have two; in the order of the settings. */
export function passThresholdProblems({ passThresholds }: DefaultedSettings): PassThresholdProblems[] {
  const formIds = passThresholds.map(({ formId }) => formId);
  return passThresholds.map(({ formId, passScore, criticalScore }, index) => ({
    formId: formIdProblem(formId, formIds.indexOf(formId) < index),
    passScore: scoreProblem(passScore),
    criticalScore: scoreProblem(criticalScore),
  }));
}

function formIdProblem(formId: string, isTwice: boolean): string | undefined {
  if (!formId) {
    return t('settings-problems.form-missing', 'Name the form of each exception: its formId is missing.');
  }
  return isTwice
    ? t('settings-problems.form-twice', 'Keep one exception for each form: {{formId}} has been given twice.', {
        formId,
        ...UNESCAPED,
      })
    : undefined;
}
