/** Says the path of a changed setting, such as `companies.Acme.domains`: the known parts in words, names as they are. */
export function sayPath(path: string, word: (name: string) => string): string {
  const [first = path, ...rest] = path.split('.');
  const last = rest.pop();
  const name = rest.join('.'); // a name can have a full stop in it
  return [word(first), ...(name === '' ? [] : [name]), ...(last === undefined ? [] : [word(last)])].join(' › ');
}
