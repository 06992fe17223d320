import type { InsideWords } from '../../../messages/en/inside';

/**
 * Puts what the server found wrong with a field of the settings into our words, by the last part of the field's name. Typed are the texts of a list that it
 * is about.
 */
export function explainSetting(words: InsideWords['settings']): (field: string, code: string, detail: string, typed: readonly string[]) => string {
  return (field, code, detail, typed) => {
    const [, row] = /\[(\d+)\]/.exec(field) ?? [];
    const last = field.replace(/\[\d+\]/g, '').split('.').at(-1) ?? field;
    const which = typed.join(', ');
    const problem = words.problem;
    const say = (): string => {
      switch (last) {
        case 'name':
          return code === 'invalid' ? problem.nameTwice : problem.name;
        case 'domains':
          if (typed.length === 0) return problem.tooMany;
          return code === 'unsupported' ? problem.domainPublic(which) : problem.domain(which);
        case 'entries':
          return typed.length === 0 ? problem.tooMany : problem.entry(which);
        case 'address':
          return problem.address;
        case 'url':
        case 'privacyUrl':
        case 'termsUrl':
          return problem.url;
        case 'label':
          return problem.label;
        case 'accent':
          return code === 'unsupported' ? problem.contrast : problem.colour;
        case 'passwordMinLength':
          return problem.passwordMinLength;
        case 'companies':
        case 'services':
        case 'quickLinks':
          return problem.tooMany;
        default:
          return detail;
      }
    };
    return row === undefined ? say() : words.inRow(Number(row) + 1, say());
  };
}
