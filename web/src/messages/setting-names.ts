/** Says the path of a changed setting, such as `companies.Acme.domains`: the known parts in words, names as they are. */
export function sayPath(path: string, words: Readonly<Record<string, string>>): string {
  const parts = path.split('.');
  const last = parts.at(-1) ?? path;
  const first = parts[0] ?? path;
  const name = parts.slice(1, -1).join('.'); // a name can have a full stop in it
  return [words[first] ?? first, ...(name === '' ? [] : [name]), ...(parts.length > 1 ? [words[last] ?? last] : [])].join(' › ');
}
