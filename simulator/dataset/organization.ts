import { fullNames } from './names';
import { RandomStream, seededUuid } from './random';

/** Something a Quality Metrics row can be about. */
export interface Entity {
  /** UUID-shaped, always the same for a seed. */
  id: string;
  name: string;
}

/**
 * How an agent is evaluated: `regular` 2 to 8 times a day, `rare` exactly once or exactly twice, `newcomer` on some days
 * only and not before 11:00, `ghost` never (assigned to a queue, listed with a count of 0).
 */
export type AgentKind = 'regular' | 'rare' | 'newcomer' | 'ghost';

/** An agent with what decides about the agent's evaluations. */
export interface Agent extends Entity {
  index: number;
  kind: AgentKind;
  /** Latent ability from 0 (worst) to 1 (best). */
  ability: number;
  queues: Entity[];
  skills: Entity[];
}

/** An evaluation form: a score of at least `passMark` (0 to 100) passes; `difficulty` above 1 makes passing rarer. */
export interface EvaluationForm extends Entity {
  passMark: number;
  difficulty: number;
}

/** Everything that evaluations can refer to. */
export interface Organization extends Entity {
  agents: Agent[];
  queues: Entity[];
  skills: Entity[];
  evaluationForms: EvaluationForm[];
  evaluators: Entity[];
}

const QUEUES = [
  'Billing',
  'Claims',
  'Collections',
  'Complaints',
  'Deliveries',
  'Emergency Line',
  'New Customers',
  'Retention',
  'Returns',
  'Technical Support',
  'Travel',
  'VIP',
];
const SKILLS = ['Chat', 'English', 'Español', 'Français', 'Deutsch', 'Product Expert'];
const FORMS = [
  { name: 'Sales Call', passMark: 75, difficulty: 1 },
  { name: 'Support Call', passMark: 80, difficulty: 1 },
  { name: 'Complaint Handling', passMark: 85, difficulty: 1.25 },
  { name: 'Chat & Messaging', passMark: 70, difficulty: 0.75 },
  { name: 'Compliance Check', passMark: 85, difficulty: 0.9 },
];
const EVALUATORS = 8;
/** One agent has the name of another: rows must not be keyed by name. */
const NAMESAKE = { index: 44, of: 20 };

/** Builds the organization of a seed. An agent stays the same whatever the number of agents. */
export function buildOrganization(seed: number, agentCount: number): Organization {
  const entity = (kind: string, name: string): Entity => ({ id: seededUuid(seed, kind, name), name });
  const queues = QUEUES.map((name) => entity('queue', name));
  const skills = SKILLS.map((name) => entity('skill', name));
  const names = fullNames();
  const nextName = (): string => names.next().value;
  const evaluators = Array.from({ length: EVALUATORS }, () => entity('evaluator', nextName()));
  const agents: Agent[] = [];
  for (let index = 0; index < agentCount; index += 1) {
    const random = new RandomStream(seed, 'agent', index);
    const ownName = nextName();
    agents.push({
      id: seededUuid(seed, 'agent', index),
      name: (index === NAMESAKE.index && agents[NAMESAKE.of]?.name) || ownName,
      index,
      kind: agentKind(index),
      ability: random.next(),
      queues: random.sample(queues, random.integer(1, 3)),
      skills: random.sample(skills, random.integer(2, 4)),
    });
  }
  return {
    ...entity('organization', 'Northwind Contact Centre'),
    agents,
    queues,
    skills,
    evaluationForms: FORMS.map((form) => ({ ...form, ...entity('evaluationForm', form.name) })),
    evaluators,
  };
}

function agentKind(index: number): AgentKind {
  if (index % 40 === 7) {
    return 'ghost';
  }
  if (index % 60 === 29) {
    return 'newcomer';
  }
  return index % 24 === 11 ? 'rare' : 'regular';
}
