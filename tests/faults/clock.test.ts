import { clockCases } from './clockCases';
import { runGroup } from './runGroup';

runGroup('clock and DST', clockCases);
