import { renderTextPanelMarkdown } from '@grafana/data';
import type { VisualizationProps } from './panelProps';

export function Text({ panel }: VisualizationProps) {
  const { content = '' } = (panel.options ?? {}) as { content?: string };
  return <div className="markdown-html" dangerouslySetInnerHTML={{ __html: renderTextPanelMarkdown(content) }} />;
}
