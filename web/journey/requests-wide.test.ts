import { requests } from './requests';

requests(1280);
