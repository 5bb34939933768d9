import { lifecycleCases } from './lifecycleCases';
import { runGroup } from './runGroup';

runGroup('lifecycle', lifecycleCases);
