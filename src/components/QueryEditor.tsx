import React from 'react';
import { type QueryEditorProps } from '@grafana/data';
import { InlineFieldRow, Stack } from '@grafana/ui';

import { type GenesysQualityDataSource } from '../datasource';
import { queryWithDefaults } from '../defaults';
import { type GenesysQualityOptions, type GenesysQualityQuery } from '../types';
import { FormatFields } from './query/FormatFields';
import { GroupByFields } from './query/GroupByFields';
import { EntitiesField, EvaluationFormsField } from './query/IdsFields';
import { MetricsField } from './query/MetricsField';
import { MinimumCountField } from './query/MinimumCountField';
import { TimeRangeField } from './query/TimeRangeField';

type Props = QueryEditorProps<GenesysQualityDataSource, GenesysQualityQuery, GenesysQualityOptions>;

/** Edits a query: what to show in the first row, of whom in the second, how in the third. */
export function QueryEditor({ datasource, query, onChange, onRunQuery }: Props) {
  const props = {
    datasource,
    query: queryWithDefaults(query),
    onChange: (change: Partial<GenesysQualityQuery>) => {
      onChange({ ...query, ...change });
      onRunQuery();
    },
  };
  return (
    <Stack direction="column" gap={0}>
      <InlineFieldRow>
        <MetricsField {...props} />
        <GroupByFields {...props} />
      </InlineFieldRow>
      <InlineFieldRow>
        <EvaluationFormsField {...props} />
        <EntitiesField {...props} />
        <MinimumCountField {...props} />
      </InlineFieldRow>
      <InlineFieldRow>
        <TimeRangeField {...props} />
        <FormatFields {...props} />
      </InlineFieldRow>
    </Stack>
  );
}
