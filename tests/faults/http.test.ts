import { httpCases } from './httpCases';
import { runGroup } from './runGroup';

runGroup('HTTP', httpCases);
