import type { Dataset } from '../dataset/dataset';
import type { Evaluation } from '../dataset/evaluation';
import { seededUuid } from '../dataset/random';
import { formatInstant } from '../instant';
import { BodyError, BodyFields } from '../jsonBody';

/** An evaluation with its names as they are now and its times in ISO 8601. */
export interface NamedEvaluation extends Omit<Evaluation, 'submittedAt' | 'deliveredAt'> {
  agentName: string;
  queueName: string;
  skillNames: string[];
  evaluationFormName: string;
  evaluatorName: string;
  submittedAt: string;
  deliveredAt: string;
}

/** The raw evaluations of a range, to compute from what an aggregate must be. */
export function listEvaluations(dataset: Dataset, query: BodyFields, now: number): NamedEvaluation[] {
  const from = query.instant('from');
  const to = query.instant('to');
  const deliveredBy = query.optionalInstant('deliveredBy') ?? Infinity;
  query.refuseOthers();
  const nameOf = (id: string): string => dataset.names.nameOf(id, now);
  return dataset
    .evaluations(from, to)
    .filter((evaluation) => dataset.deliveredAt(evaluation) <= deliveredBy)
    .map((evaluation) => ({
      ...evaluation,
      agentName: nameOf(evaluation.agentId),
      queueName: nameOf(evaluation.queueId),
      skillNames: evaluation.skillIds.map(nameOf),
      evaluationFormName: nameOf(evaluation.evaluationFormId),
      evaluatorName: nameOf(evaluation.evaluatorId),
      submittedAt: formatInstant(evaluation.submittedAt),
      deliveredAt: formatInstant(dataset.deliveredAt(evaluation)),
    }));
}

/** Reads and adds `{add: [...]}`. @returns the ids in the order given. @throws BodyError before anything is added. */
export function addEvaluations(dataset: Dataset, body: BodyFields, now: number): string[] {
  const items = body.optionalArray('add');
  body.refuseOthers();
  if (items === undefined || items.length === 0) {
    throw new BodyError('the body lacks add, an array of evaluations');
  }
  const evaluations = items.map((item, index) =>
    parseEvaluation(dataset, new BodyFields(item, `add[${index}]`), `${now}|${index}`)
  );
  for (const evaluation of evaluations) {
    dataset.add(evaluation);
  }
  return evaluations.map(({ id }) => id);
}

/** What is left out is the organization's first: its first queue, skill, form and evaluator. */
function parseEvaluation(dataset: Dataset, fields: BodyFields, key: string): Evaluation {
  const { queues, skills, evaluationForms, evaluators } = dataset.organization;
  const score = fields.number('score', { min: 0, max: 100 });
  if (Math.abs(score * 10 - Math.round(score * 10)) > 1e-9) {
    throw new BodyError(`score must have at most one decimal, got ${score}`);
  }
  const evaluationFormId = fields.optionalString('evaluationFormId') ?? evaluationForms[0]?.id ?? '';
  const passMark = evaluationForms.find(({ id }) => id === evaluationFormId)?.passMark ?? 80;
  const evaluatorId = fields.optionalString('evaluatorId');
  const systemSubmitted = fields.optionalBoolean('systemSubmitted') ?? false;
  const calibrationId = fields.optionalString('calibrationId');
  if (systemSubmitted && evaluatorId !== undefined) {
    throw new BodyError('an evaluation that is systemSubmitted has no evaluatorId');
  }
  const evaluation: Evaluation = {
    id: fields.optionalString('id') ?? seededUuid(0, 'added', key),
    agentId: fields.string('agentId'),
    queueId: fields.optional('queueId') === null ? '' : (fields.optionalString('queueId') ?? queues[0]?.id ?? ''),
    skillIds: fields.optionalStrings('skillIds') ?? skills.slice(0, 1).map(({ id }) => id),
    evaluationFormId,
    evaluatorId: systemSubmitted ? '' : (evaluatorId ?? evaluators[0]?.id ?? ''),
    ...(systemSubmitted && { systemSubmitted }),
    ...(calibrationId !== undefined && { calibrationId }),
    score,
    passed: fields.optionalBoolean('passed') ?? score >= passMark,
    submittedAt: fields.instant('submittedAt'),
    deliveredAt: fields.optionalInstant('deliveredAt'),
  };
  fields.refuseOthers();
  return evaluation;
}
