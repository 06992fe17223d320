import { journey } from './journey';

journey(360);
