import { settings } from './settings';

// Both windows change the same settings, so one comes after the other.
settings(1280);
settings(360);
