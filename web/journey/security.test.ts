import { security } from './security';

// Both windows want the same of the settings, and change nothing of each other's.
security(1280);
security(360);
