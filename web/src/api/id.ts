/** Whether a text has the form of a person's or an import's id, as the contract has it. */
export function isId(text: string): boolean {
  return /^[a-z2-7]{26}$/.test(text);
}
