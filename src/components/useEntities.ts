import { useEffect, useState } from 'react';

import { type GenesysQualityDataSource } from '../datasource';
import { type Entity, type GroupBy } from '../types';

/** What is known about the entities of one kind: a list, or why there is none, or neither while it is loading. */
export interface LoadedEntities {
  entities?: Entity[];
  /** A sentence for people. */
  error?: string;
}

const NOTHING_TO_LOAD: LoadedEntities = { entities: [] };
const LOADING: LoadedEntities = {};

/** Loads the entities of one kind, again when the kind or the data source changes; of no kind there are none. */
export function useEntities(datasource: GenesysQualityDataSource, groupBy: GroupBy | undefined): LoadedEntities {
  const [answer, setAnswer] = useState<LoadedEntities & { datasource?: unknown; groupBy?: GroupBy }>({});

  useEffect(() => {
    if (!groupBy) {
      return;
    }
    let wanted = true;
    const show = (loaded: LoadedEntities) => wanted && setAnswer({ ...loaded, datasource, groupBy });
    datasource.getEntities(groupBy).then(
      (entities) => show({ entities }),
      (error: Error) => show({ error: error.message })
    );
    return () => {
      wanted = false;
    };
  }, [datasource, groupBy]);

  if (!groupBy) {
    return NOTHING_TO_LOAD;
  }
  // The answer to another question is not shown while this one's is under way.
  return answer.datasource === datasource && answer.groupBy === groupBy ? answer : LOADING;
}
