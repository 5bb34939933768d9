import React from 'react';
import { type QueryEditorHelpProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, Text } from '@grafana/ui';

import { GenesysQualityDataSource } from '../datasource';
import { type Example, exampleQueries } from '../examples';
import { type GenesysQualityQuery } from '../types';

type Props = QueryEditorHelpProps<GenesysQualityQuery>;

/** What a newcomer wants to know, and queries to start from. */
export function QueryEditorHelp(props: Props) {
  // Grafana gives the help of a plugin a data source of that plugin, in a wider type.
  return props.datasource instanceof GenesysQualityDataSource ? (
    <Help datasource={props.datasource} onClickExample={props.onClickExample} />
  ) : null;
}

function Help({
  datasource,
  onClickExample,
}: Pick<Props, 'onClickExample'> & { datasource: GenesysQualityDataSource }) {
  return (
    <Stack direction="column" gap={2}>
      <Text element="h2">{t('help.title', 'Genesys Cloud Quality')}</Text>
      <Text element="p">
        {t(
          'help.introduction',
          'Evaluation scores, pass rates and counts of agents, queues, skills, evaluators and forms, for wallboards and alert rules. Panels that ask the same share one request to Genesys Cloud.'
        )}
      </Text>
      <Text element="h3">{t('help.examples', 'Examples')}</Text>
      {exampleQueries().map((example) => (
        <ExampleButton
          key={example.title}
          example={example}
          onClick={() => onClickExample({ refId: 'A', ...example.query })}
        />
      ))}
      <Text element="h3">{t('help.numbers', 'How to read the numbers')}</Text>
      <Fact
        term={t('help.freshness.term', 'Freshness')}
        text={t('help.freshness.text', 'Updated every 15 minutes, may lag 30.')}
      />
      <Fact
        term={t('help.minimum-count.term', 'Minimum count')}
        text={t(
          'help.minimum-count.text',
          'Who has fewer evaluations is left out, since a score from one or two evaluations misleads. Lower the minimum count to see everybody.'
        )}
      />
      <Fact
        term={t('help.stale.term', 'Stale')}
        text={t(
          'help.stale.text',
          'While Genesys Cloud does not answer, a panel shows the last known numbers for a while, with a warning that says from when they are. Alert rules get an error instead.'
        )}
      />
    </Stack>
  );
}

function ExampleButton({ example: { title, description }, onClick }: { example: Example; onClick: () => void }) {
  return (
    <Stack direction="column" gap={0.5} alignItems="flex-start">
      <Button variant="secondary" size="sm" onClick={onClick}>
        {title}
      </Button>
      <Text variant="bodySmall" color="secondary">
        {description}
      </Text>
    </Stack>
  );
}

function Fact({ term, text }: { term: string; text: string }) {
  return (
    <Text element="p">
      <Text weight="bold">{term}</Text>: {text}
    </Text>
  );
}
