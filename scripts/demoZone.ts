import { afternoonZone } from './afternoon';

// `tsx scripts/demoZone.ts`: for shell scripts that start the demo.
console.log(afternoonZone(Date.now()));
