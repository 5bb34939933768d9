import { useEffect, useState } from 'react';

import { type Entity, type GroupBy } from '../types';

/** Where entities come from: a data source. */
export interface EntitySource {
  /** Fails with a sentence for people. */
  getEntities(groupBy: GroupBy): Promise<Entity[]>;
}

/** What is known about the entities of one kind: a list, or why there is none, or neither while it is loading. */
export interface LoadedEntities {
  entities?: Entity[];
  /** A sentence for people. */
  error?: string;
}

const NOTHING_TO_LOAD: LoadedEntities = { entities: [] };
const LOADING: LoadedEntities = {};

/** Loads the entities of one kind, again when the kind or the source changes; of no kind there are none. */
export function useEntities(source: EntitySource, groupBy: GroupBy | undefined): LoadedEntities {
  const [answer, setAnswer] = useState<LoadedEntities & { source?: unknown; groupBy?: GroupBy }>({});

  useEffect(() => {
    if (!groupBy) {
      return;
    }
    let wanted = true;
    const show = (loaded: LoadedEntities) => wanted && setAnswer({ ...loaded, source, groupBy });
    source.getEntities(groupBy).then(
      (entities) => show({ entities }),
      (error: Error) => show({ error: error.message })
    );
    return () => {
      wanted = false;
    };
  }, [source, groupBy]);

  if (!groupBy) {
    return NOTHING_TO_LOAD;
  }
  // The answer to another question is not shown while this one's is under way.
  return answer.source === source && answer.groupBy === groupBy ? answer : LOADING;
}
