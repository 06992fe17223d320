import { requests } from './requests';

requests(360);
