import { journey } from './journey';

journey(1280);
