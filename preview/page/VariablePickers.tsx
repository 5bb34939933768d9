import { Combobox, InlineField, MultiCombobox } from '@grafana/ui';
import { ALL, chosenAfter, type ChosenVariable } from './chosen';

interface Props {
  variables: ChosenVariable[];
  onChoose: (name: string, chosen: string[]) => void;
}

/** A picker for each variable of a dashboard, but for its data source: the preview has one. */
export function VariablePickers({ variables, onChoose }: Props) {
  return (
    <>
      {variables
        .filter(({ type }) => type !== 'datasource')
        .map(({ name, label = name, options, chosen, multi, includeAll }) => {
          const choices = [...(includeAll ? [{ text: 'All', value: ALL }] : []), ...options].map(({ text, value }) => ({
            label: text,
            value,
          }));
          const id = `variable-${name}`;
          return (
            <InlineField key={name} label={label} htmlFor={id}>
              {multi ? (
                <MultiCombobox
                  id={id}
                  width="auto"
                  minWidth={12}
                  maxWidth={40}
                  options={choices}
                  value={chosen}
                  onChange={(selected) =>
                    onChoose(
                      name,
                      chosenAfter(
                        chosen,
                        selected.map(({ value }) => value)
                      )
                    )
                  }
                />
              ) : (
                <Combobox
                  id={id}
                  width={20}
                  options={choices}
                  value={chosen[0]}
                  onChange={({ value }) => onChoose(name, [value])}
                />
              )}
            </InlineField>
          );
        })}
    </>
  );
}
