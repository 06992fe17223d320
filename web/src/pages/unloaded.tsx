import type { ApiError } from '../api/error';
import { Failure } from '../components/failure';
import { Heading } from '../components/heading';
import { Skeleton } from '../components/waiting';
import { useInsideWords, useWords } from '../messages/language';

interface Props {
  /** How far the loading is, as `useLoad` and `useThread` have it. */
  of: {
    readonly error: ApiError | undefined;
    readonly loading: boolean;
    readonly slow: boolean;
    readonly reload: () => void;
  };
  /** What to say where there is no such thing, or not for this person. */
  notFound: string;
}

/** Stands in the place of one person, ticket, mail or import: while it is loaded, where that fails, and where there is none. */
export function Unloaded({ of: { error, loading, slow, reload }, notFound }: Props) {
  const { loading: saysLoading } = useWords();
  const { load: words } = useInsideWords();
  if (loading || !error) {
    return slow ? (
      <>
        <h1 class="sr-only">{saysLoading}</h1>
        <Skeleton lines={6} />
      </>
    ) : null;
  }
  const missing = error.status === 404;
  return (
    <>
      <div class="page-head">
        <Heading title={missing ? words.notFoundTitle : words.failedTitle} />
      </div>
      {missing ? <p>{notFound}</p> : <Failure error={error} retry={reload} />}
    </>
  );
}
