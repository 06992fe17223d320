import type { components } from './schema.gen';

type Schemas = components['schemas'];

export type Portal = Schemas['Portal'];
export type Session = Schemas['Session'];
export type Me = Schemas['Me'];
export type Role = Schemas['Role'];
export type Person = Schemas['Person'];
export type PersonState = Schemas['PersonState'];
export type PersonDetail = Schemas['PersonDetail'];
export type PersonPage = Schemas['PersonPage'];
export type SentMail = Schemas['SentMail'];
export type HistoryEntry = Schemas['HistoryEntry'];
export type Import = Schemas['Import'];
export type ImportLine = Schemas['ImportLine'];
export type ImportResult = Schemas['ImportResult'];
export type ImportUpload = Schemas['ImportUpload'];
export type VerifiedLink = Schemas['VerifiedLink'];
export type Home = Schemas['Home'];
export type Settings = Schemas['Settings'];
export type Problem = Schemas['Problem'];
export type FieldError = NonNullable<Problem['errors']>[number];
