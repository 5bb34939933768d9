import { runGroup } from './runGroup';
import { transportCases } from './transportCases';

runGroup('transport', transportCases);
