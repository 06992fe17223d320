import type { InsideWords } from '../../messages/en/inside';

/** What somebody calls a device: browser and system, as far as they are known. */
export function deviceName(device: { browser?: string; system?: string }, words: InsideWords['profile']['sessions']): string {
  const { browser, system } = device;
  if (browser !== undefined && system !== undefined) return words.device(browser, system);
  return browser ?? system ?? words.unknown;
}

export function isHandheld(system: string | undefined): boolean {
  return /iPhone|iPad|Android/.test(system ?? '');
}
