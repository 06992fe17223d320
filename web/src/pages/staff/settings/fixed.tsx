import { CopyButton } from '../../../components/copy';
import { useInsideWords } from '../../../messages/language';

/** Something that stands fast, to copy. */
export function Fixed({ name, value, text }: { name: string; value: string; text: string }) {
  const { settings: words } = useInsideWords();
  return (
    <div class="setting">
      <div class="stack-tight">
        <h3 class="label">{name}</h3>
        <p class="setting-value">{value}</p>
        <p class="small quiet">{text}</p>
      </div>
      <CopyButton text={value} label={words.copy(name)} short={words.copyShort} done={words.copied(name)} />
    </div>
  );
}
