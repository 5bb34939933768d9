import type { Fault } from '../faults/fault';
import type { Agent, Entity, EvaluationForm } from '../dataset/organization';
import type { Dialect } from '../genesys/dialect';
import type { SimulatorState } from './api';
import type { NamedEvaluation } from './evaluations';

/** What `GET /simulator/organization` answers, with the names as they are now. */
export interface NamedOrganization extends Entity {
  agents: Array<Pick<Agent, 'id' | 'name' | 'kind'>>;
  queues: Entity[];
  skills: Entity[];
  evaluationForms: EvaluationForm[];
  evaluators: Entity[];
}

/** An evaluation to add; what is left out is the organization's first, and `passed` follows the form's pass mark. */
export interface NewEvaluation {
  id?: string;
  agentId: string;
  /** null for an interaction without a queue. */
  queueId?: string | null;
  skillIds?: string[];
  evaluationFormId?: string;
  evaluatorId?: string;
  /** Scored by AI: there is no evaluator then. */
  systemSubmitted?: boolean;
  calibrationId?: string;
  /** 0 to 100, at most one decimal. */
  score: number;
  passed?: boolean;
  /** ISO 8601, UTC. */
  submittedAt: string;
  /** ISO 8601, UTC; the arrival of the window's batch when left out. */
  deliveredAt?: string;
}

/** The control API of a simulator, in this process or another. Every method rejects when it is refused. */
export class SimulatorControl {
  constructor(private readonly url: string) {}

  state(): Promise<SimulatorState> {
    return this.send('GET', 'state');
  }

  organization(): Promise<NamedOrganization> {
    return this.send('GET', 'organization');
  }

  /** Raw evaluations of a half-open range; with `deliveredBy` those that had arrived by then. All ISO 8601, UTC. */
  evaluations(range: { from: string; to: string; deliveredBy?: string }): Promise<NamedEvaluation[]> {
    return this.send('GET', `evaluations?${new URLSearchParams(range)}`);
  }

  addEvaluations(add: NewEvaluation[]): Promise<{ added: string[] }> {
    return this.send('POST', 'evaluations', { add });
  }

  setClock(setting: { now?: string; speed?: number }): Promise<SimulatorState> {
    return this.send('POST', 'clock', setting);
  }

  /** Clears counters, questions and faults; with `dataset` also added evaluations, new names and delays. */
  reset(what: { dataset?: boolean } = {}): Promise<SimulatorState> {
    return this.send('POST', 'reset', what);
  }

  rename(entityId: string, name: string): Promise<unknown> {
    return this.send('POST', 'rename', { entityId, name });
  }

  /** Makes the batch of the window that holds the instant arrive so many minutes after the window's end. */
  delay(window: string, minutes: number): Promise<{ deliveredAt: string }> {
    return this.send('POST', 'delay', { window, minutes });
  }

  revokeTokens(): Promise<SimulatorState> {
    return this.send('POST', 'revoke');
  }

  setLimits(limits: { requestsPerMinute?: number; tokenLifetime?: number }): Promise<SimulatorState> {
    return this.send('POST', 'limits', limits);
  }

  setScopes(scopes: string[]): Promise<SimulatorState> {
    return this.send('POST', 'scopes', { scopes });
  }

  /** Lets only these APIs answer from now on. */
  setDialects(dialects: Dialect[]): Promise<SimulatorState> {
    return this.send('POST', 'dialects', { dialects });
  }

  addFault(fault: Fault): Promise<{ faults: Fault[] }> {
    return this.send('POST', 'faults', fault);
  }

  clearFaults(): Promise<{ faults: Fault[] }> {
    return this.send('DELETE', 'faults');
  }

  private async send<Result>(method: string, path: string, body?: unknown): Promise<Result> {
    const response = await fetch(`${this.url}/simulator/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    if (!response.ok) {
      throw new Error(`${method} /simulator/${path} answered ${response.status}: ${await response.text()}`);
    }
    return response.json();
  }
}
