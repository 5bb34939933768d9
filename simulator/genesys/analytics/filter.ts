import { BodyError, BodyFields } from '../../jsonBody';
import { DIMENSIONS, valueOf, type DetailedEvaluation } from './dimensions';

/** Whether an evaluation is meant. */
export type Filter = (detailed: DetailedEvaluation) => boolean;

const TYPES = ['and', 'or'] as const;
const OPERATORS = ['matches', 'exists', 'notExists'] as const;

/**
 * Reads `filter`: predicates, and clauses that have predicates but no clauses of their own. `type` joins all of them.
 *
 * @throws BodyError that names the field.
 */
export function parseFilter(value: unknown, path = 'filter', mayHaveClauses = true): Filter {
  const fields = new BodyFields(value, path);
  const type = fields.choice('type', TYPES);
  const clauses = mayHaveClauses ? (fields.optionalArray('clauses') ?? []) : [];
  const predicates = fields.optionalArray('predicates') ?? [];
  fields.refuseOthers();
  const parts = [
    ...clauses.map((clause, index) => parseFilter(clause, `${path}.clauses[${index}]`, false)),
    ...predicates.map((predicate, index) => parsePredicate(predicate, `${path}.predicates[${index}]`)),
  ];
  if (parts.length === 0) {
    throw new BodyError(`${path} has no predicates`);
  }
  return type === 'and'
    ? (detailed) => parts.every((part) => part(detailed))
    : (detailed) => parts.some((part) => part(detailed));
}

function parsePredicate(item: unknown, path: string): Filter {
  const fields = new BodyFields(item, path);
  fields.optionalChoice('type', ['dimension']);
  const dimension = fields.choice('dimension', DIMENSIONS);
  const operator = fields.optionalChoice('operator', OPERATORS) ?? 'matches';
  const wanted = operator === 'matches' ? fields.string('value') : undefined;
  fields.refuseOthers();
  return (detailed) => {
    const actual = valueOf(dimension, detailed);
    switch (operator) {
      case 'matches':
        return actual === wanted;
      case 'exists':
        return Boolean(actual);
      case 'notExists':
        return !actual;
    }
  };
}
