import React, { type ReactNode } from 'react';
import { Box, Text } from '@grafana/ui';

/** What a section of the configuration page is about, under its title. */
export function SectionDescription({ children }: { children: NonNullable<ReactNode> }) {
  return (
    <Box marginBottom={2}>
      <Text element="p" color="secondary">
        {children}
      </Text>
    </Box>
  );
}
