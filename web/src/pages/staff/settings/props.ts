import type { Settings } from '../../../api/types';

/** What every page of the settings gets: the settings as they are saved, and what puts a section into them that was saved anew. */
export interface SettingsProps {
  readonly settings: Settings;
  readonly change: (part: Partial<Settings>) => void;
}
