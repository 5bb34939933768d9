import { type DefaultedQuery } from '../../defaults';
import { type GenesysQualityDataSource } from '../../datasource';
import { type Dialect, type GenesysQualityQuery } from '../../types';
import { type QueryProblems } from '../../validation/query';

/** What every part of the query editor gets. */
export interface QueryFieldProps {
  datasource: GenesysQualityDataSource;
  /** The API that answers; while it is not known every choice is offered. */
  dialect: Dialect | undefined;
  /** The query with its defaults, so that what is shown is what is asked. */
  query: DefaultedQuery;
  problems: QueryProblems;
  /** Stores a change and runs the query. */
  onChange: (change: Partial<GenesysQualityQuery>) => void;
}
