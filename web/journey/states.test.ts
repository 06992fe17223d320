import { states } from './states';

states(1280);
states(360);
