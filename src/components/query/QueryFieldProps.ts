import { type DefaultedQuery } from '../../defaults';
import { type GenesysQualityDataSource } from '../../datasource';
import { type GenesysQualityQuery } from '../../types';

/** What every part of the query editor gets. */
export interface QueryFieldProps {
  datasource: GenesysQualityDataSource;
  /** The query with its defaults, so that what is shown is what is asked. */
  query: DefaultedQuery;
  /** Stores a change and runs the query. */
  onChange: (change: Partial<GenesysQualityQuery>) => void;
}
