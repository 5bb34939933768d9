import type { LocalWindow } from './localDay';
import type { Agent, Entity, EvaluationForm, Organization } from './organization';
import { bySubmission, type Evaluation } from './evaluation';
import { RandomStream, seededUuid } from './random';

/** How busy each hour of the local day is: a working day from 8 to 18, evenings, and a night shift. */
const RHYTHM = [0.4, 0.4, 0.4, 0.4, 0.4, 0.6, 2, 4, 9, 11, 12, 11, 8, 9, 11, 11, 10, 8, 4, 3, 3, 2, 1, 0.6];
const NEWCOMERS_FROM_HOUR = 11;
/** In one queue a day the pass rate drops for some hours, so that an alert has something to find. */
const BAD_HOURS = { from: 13, to: 16, factor: 0.55 };

/** Generates the evaluations of a local day, in order of submission: a pure function of its arguments. */
export function generateDay(
  seed: number,
  organization: Organization,
  date: string,
  windows: LocalWindow[]
): Evaluation[] {
  const badQueue = new RandomStream(seed, 'bad queue', date).pick(organization.queues);
  const evaluations: Evaluation[] = [];
  for (const agent of organization.agents) {
    const random = new RandomStream(seed, 'day', date, agent.index);
    const usable = agent.kind === 'newcomer' ? windows.filter(({ hour }) => hour >= NEWCOMERS_FROM_HOUR) : windows;
    const count = usable.length === 0 ? 0 : evaluationsToday(agent, random);
    for (let number = 0; number < count; number += 1) {
      const window = pickWindow(usable, random);
      const queue = random.pick(agent.queues);
      const form = pickForm(organization, queue, random);
      const inBadHours = queue === badQueue && window.hour >= BAD_HOURS.from && window.hour < BAD_HOURS.to;
      const passProbability = Math.pow(0.5 + 0.495 * Math.pow(agent.ability, 0.7), form.difficulty);
      const score = drawScore(passProbability * (inBadHours ? BAD_HOURS.factor : 1), agent, form, random);
      evaluations.push({
        id: seededUuid(seed, 'evaluation', date, agent.index, number),
        agentId: agent.id,
        queueId: queue.id,
        skillIds: random.sample(agent.skills, random.next() < 0.2 ? 2 : 1).map(({ id }) => id),
        evaluationFormId: form.id,
        evaluatorId: random.pick(organization.evaluators).id,
        score,
        passed: score >= form.passMark,
        submittedAt: window.start + random.integer(0, 899) * 1000,
      });
    }
  }
  return evaluations.sort(bySubmission);
}

function evaluationsToday(agent: Agent, random: RandomStream): number {
  switch (agent.kind) {
    case 'ghost':
      return 0;
    case 'rare':
      return agent.index % 48 === 11 ? 1 : 2;
    case 'newcomer':
      return random.next() < 0.4 ? random.integer(1, 3) : 0;
    case 'regular':
      return random.integer(2, 8);
  }
}

function pickWindow(windows: LocalWindow[], random: RandomStream): LocalWindow {
  const weightOf = ({ hour }: LocalWindow): number => RHYTHM[hour] ?? 0;
  let left = random.next() * windows.reduce((sum, window) => sum + weightOf(window), 0);
  for (const window of windows) {
    left -= weightOf(window);
    if (left < 0) {
      return window;
    }
  }
  return random.pick(windows);
}

function pickForm({ queues, evaluationForms }: Organization, queue: Entity, random: RandomStream): EvaluationForm {
  const usual = evaluationForms[queues.indexOf(queue) % evaluationForms.length];
  return usual !== undefined && random.next() < 0.7 ? usual : random.pick(evaluationForms);
}

/** Passing comes first, the points after: real forms fail on a critical answer, far below the mark. */
function drawScore(passProbability: number, agent: Agent, form: EvaluationForm, random: RandomStream): number {
  const passes = random.next() < passProbability;
  const luck = random.next();
  const score = passes
    ? form.passMark + (100 - form.passMark) * Math.pow(luck, 1.4 - 1.1 * agent.ability)
    : form.passMark - 0.1 - (12 + 50 * (1 - agent.ability)) * luck;
  return Math.round(Math.max(score, 0) * 10) / 10;
}
