import type { FieldError, Portal } from './api/types';
import type { Words } from './messages/en/words';

/*
 * What a field needs, checked here for the person's sake; the server checks again and has the last word.
 */

const NAME_MOST = 100;
const EMAIL_MOST = 254;

type FieldWords = Words['fieldProblem'];

const lengthOf = (text: string) => Array.from(text).length;

export function checkName(name: string, words: FieldWords, missing = words.nameMissing): string | undefined {
  if (name.trim() === '') return missing;
  if (lengthOf(name.trim()) > NAME_MOST) return words.nameTooLong(NAME_MOST);
  return undefined;
}

export function checkEmail(email: string, words: FieldWords, missing = words.emailMissing): string | undefined {
  const text = email.trim();
  if (text === '') return missing;
  if (text.length > EMAIL_MOST) return words.emailTooLong;
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return words.emailInvalid;
  return undefined;
}

export function checkNewPassword(password: string, rule: Portal['password'], words: FieldWords): string | undefined {
  const length = lengthOf(password);
  if (length === 0) return words.newPasswordMissing;
  if (length < rule.minLength) return words.passwordTooShort(rule.minLength);
  if (length > rule.maxLength) return words.passwordTooLong(rule.maxLength);
  return undefined;
}

/** Puts what the server found wrong with a field of ours into words. */
export function explainField(error: FieldError, words: FieldWords, rule: Portal['password']): string {
  if (error.code === 'control_characters') return words.controlCharacters;
  switch (error.field) {
    case 'name':
      return error.code === 'too_long' ? words.nameTooLong(NAME_MOST) : words.nameMissing;
    case 'email':
      if (error.code === 'too_long') return words.emailTooLong;
      if (error.code === 'unsupported') return words.emailUnsupported;
      return error.code === 'missing' || error.code === 'empty' ? words.emailMissing : words.emailInvalid;
    case 'password':
      if (error.code === 'common') return words.passwordCommon;
      if (error.code === 'temporary') return words.passwordTemporary;
      if (error.code === 'too_short') return words.passwordTooShort(rule.minLength);
      if (error.code === 'too_long') return words.passwordTooLong(rule.maxLength);
      return words.newPasswordMissing;
    case 'code':
      return words.codeInvalid;
    default:
      return words.other;
  }
}
