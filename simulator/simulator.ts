import { SimulatorClock } from './clock';
import { answerControl, type ControlParts } from './control/api';
import { SimulatorControl } from './control/client';
import { Dataset } from './dataset/dataset';
import { Faults } from './faults/faults';
import { AccessTokens } from './genesys/accessTokens';
import { GenesysApi } from './genesys/api';
import { RateLimit } from './genesys/rateLimit';
import { listen } from './httpServer';
import { DEFAULT_OPTIONS, type SimulatorOptions } from './options';
import { RequestLog } from './requestLog';

/** A running simulator. */
export interface Simulator {
  /** Base URL of the token endpoint, the API and the control API, without a slash at the end. */
  url: string;
  /** The control API of this simulator. */
  control: SimulatorControl;
  /** Stops it; hanging answers are broken off. */
  close(): Promise<void>;
}

/**
 * Starts a simulator: with the defaults of the command line, but on a free port when none is given.
 *
 * @throws when the port is taken, or the time zone is unknown.
 */
export async function startSimulator(given: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const options: SimulatorOptions = { ...DEFAULT_OPTIONS, port: 0, ...given };
  const { host, port, seed, timeZone, clientId, clientSecret, scopes } = options;
  const clock = new SimulatorClock({ now: options.now, speed: options.speed });
  const parts: ControlParts = {
    clock,
    dataset: new Dataset(options),
    faults: new Faults(),
    log: new RequestLog(),
    rateLimit: new RateLimit(clock, options.requestsPerMinute),
    tokens: new AccessTokens(clock, seed, options.tokenLifetime),
    client: { clientId, clientSecret },
    scopes,
    dialects: options.dialects,
    limits: { views: options.views, maxIntervalDays: options.maxIntervalDays, searchTotal: options.searchTotal },
    deletedUsers: options.deletedUsers,
    seed,
    timeZone,
  };
  const genesys = new GenesysApi(parts);
  const server = await listen(
    host,
    port,
    () => clock.now(),
    async (request) =>
      request.path.startsWith('/simulator/') ? answerControl(parts, request) : await genesys.answer(request)
  );
  return { url: server.url, control: new SimulatorControl(server.url), close: () => server.close() };
}
