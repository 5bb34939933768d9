import React from 'react';
import { type QueryEditorProps } from '@grafana/data';
import { InlineFieldRow, Stack } from '@grafana/ui';

import { type GenesysQualityDataSource } from '../datasource';
import { queryWithDefaults } from '../defaults';
import { type GenesysQualityOptions, type GenesysQualityQuery } from '../types';
import { queryProblems } from '../validation/query';
import { CostNote } from './query/CostNote';
import { FormatFields } from './query/FormatFields';
import { GroupByFields } from './query/GroupByFields';
import { EntitiesField, EvaluationFormsField, QueuesField } from './query/IdsFields';
import { LimitField } from './query/LimitField';
import { LiveField } from './query/LiveField';
import { MetricsField } from './query/MetricsField';
import { MinimumCountField } from './query/MinimumCountField';
import { MixedFormsNote } from './query/MixedFormsNote';
import { type QueryFieldProps } from './query/QueryFieldProps';
import { QueryTypeField } from './query/QueryTypeField';
import { ScoringFields } from './query/ScoringFields';
import { TimeRangeField } from './query/TimeRangeField';
import { useDialect } from './useDialect';
import { useStoredDefaults } from './useStoredDefaults';

type Props = QueryEditorProps<GenesysQualityDataSource, GenesysQualityQuery, GenesysQualityOptions>;

/** Edits a query, as far as the data source's API can answer it. What else is stored stays, with the reason beside it. */
export function QueryEditor({ app, datasource, query, queries, range, data, onChange, onRunQuery }: Props) {
  const dialect = useDialect(datasource);
  useStoredDefaults(app, query, queries, onChange);
  const filled = queryWithDefaults(datasource.applyTemplateVariables(query, {}));
  const props: QueryFieldProps = {
    datasource,
    dialect,
    query: queryWithDefaults(query),
    problems: queryProblems(filled, dialect),
    onChange: (change) => {
      onChange({ ...query, ...change });
      onRunQuery();
    },
  };
  return (
    <Stack direction="column" gap={0}>
      <QueryTypeField {...props} />
      {props.query.queryType === 'evaluations' ? <EvaluationsFields {...props} /> : <ScoresFields {...props} />}
      <MixedFormsNote datasource={datasource} query={filled} />
      <CostNote datasource={datasource} dialect={dialect} query={filled} range={range} data={data} />
    </Stack>
  );
}

/** What to show in the first row, of whom in the second, how in the third. */
function ScoresFields(props: QueryFieldProps) {
  return (
    <>
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
        <QueuesField {...props} />
        <ScoringFields {...props} />
      </InlineFieldRow>
      <InlineFieldRow>
        <TimeRangeField {...props} />
        <LiveField {...props} />
        <FormatFields {...props} />
      </InlineFieldRow>
    </>
  );
}

/** Whose evaluations in the first row, which in the second, how many in the third. */
function EvaluationsFields(props: QueryFieldProps) {
  return (
    <>
      <InlineFieldRow>
        <GroupByFields {...props} />
        <EntitiesField {...props} />
      </InlineFieldRow>
      <InlineFieldRow>
        <EvaluationFormsField {...props} />
        <QueuesField {...props} />
        <ScoringFields {...props} />
      </InlineFieldRow>
      <InlineFieldRow>
        <TimeRangeField {...props} />
        <LimitField {...props} />
      </InlineFieldRow>
    </>
  );
}
