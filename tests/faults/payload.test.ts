import { payloadCases } from './payloadCases';
import { runGroup } from './runGroup';

runGroup('payload', payloadCases);
