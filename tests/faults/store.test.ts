import { runGroup } from './runGroup';
import { storeCases } from './storeCases';

runGroup('store', storeCases);
