import { runGroup } from './runGroup';
import { tokenCases } from './tokenCases';

runGroup('token', tokenCases);
