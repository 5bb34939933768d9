import React from 'react';
import { Icon, type IconName, Stack, Text } from '@grafana/ui';

interface Props {
  icon: IconName;
  /** What the note is about, for those who hear it. */
  label: string;
  text: string;
}

/** A sentence under the fields that is good to know and no error. */
export function Note({ icon, label, text }: Props) {
  return (
    <div role="note" aria-label={label}>
      <Stack gap={1} alignItems="center">
        <Icon name={icon} />
        <Text variant="bodySmall" color="secondary">
          {text}
        </Text>
      </Stack>
    </div>
  );
}
