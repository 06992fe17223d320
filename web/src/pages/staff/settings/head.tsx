import { Heading } from '../../../components/heading';

export function Head({ title, intro }: { title: string; intro: string }) {
  return (
    <div class="page-head">
      <div>
        <Heading title={title} />
        <p class="quiet">{intro}</p>
      </div>
    </div>
  );
}
