import { FORMATS, GROUP_BYS, METRICS, TIME_RANGES, type Choice } from './choices';
import { queryWithDefaults } from './defaults';
import { type GenesysQualityQuery } from './types';

/** The word for a value in the middle of a sentence; a variable is its own word. */
function word(choices: Array<Choice<string>>, value: string): string {
  return choices.find((choice) => choice.value === value)?.label.toLowerCase() ?? value;
}

function enumeration(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** A query in one line, for collapsed editors and the query history; `''` where there is no query at all. */
export function queryDisplayText(query: GenesysQualityQuery | undefined): string {
  if (!query) {
    return '';
  }
  const { queryType, metrics, groupBy, timeRange, format } = queryWithDefaults(query);
  const what = queryType === 'evaluations' ? 'evaluations' : enumeration(metrics.map((value) => word(METRICS, value)));
  const by = enumeration(groupBy.map((value) => word(GROUP_BYS, value)));
  const sentence = `${what || 'no metrics'} ${by ? `by ${by}` : 'of the organization'}`;
  const parts = [sentence, word(TIME_RANGES, timeRange), word(FORMATS, format)];
  return parts.join(' · ').replace(/^[a-z]/, (letter) => letter.toUpperCase());
}
