import type { FieldError } from '../../api/types';

/*
 * What the texts of a request need, checked here for the writer's sake; the server has the last word.
 */
export const SUBJECT_MOST = 200;
export const TEXT_MOST = 20_000;

interface TextWords {
  readonly textMissing: string;
  readonly textTooLong: (most: number) => string;
}

const lengthOf = (text: string) => Array.from(text).length;

export function checkText(text: string, words: TextWords): string | undefined {
  if (text.trim() === '') return words.textMissing;
  if (lengthOf(text) > TEXT_MOST) return words.textTooLong(TEXT_MOST);
  return undefined;
}

/** Puts what the server found wrong with a text into our words. */
export function explainText(error: FieldError, words: TextWords): string {
  return error.code === 'too_long' ? words.textTooLong(TEXT_MOST) : words.textMissing;
}

export function checkSubject(subject: string, words: { subjectMissing: string; subjectTooLong: (most: number) => string }): string | undefined {
  if (subject.trim() === '') return words.subjectMissing;
  if (lengthOf(subject.trim()) > SUBJECT_MOST) return words.subjectTooLong(SUBJECT_MOST);
  return undefined;
}
