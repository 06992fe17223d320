import type { Portal } from '../api/types';

/** Portico's sign: a roof on three columns. It stands beside the portal's name and says nothing by itself. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <span class="mark" aria-hidden="true">
      <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">
        <path d="M4 9.5 12 5l8 4.5M7 12v5M12 12v5M17 12v5M4 20h16" />
      </svg>
    </span>
  );
}

/** The portal's logo in place of its name, or the name beside Portico's sign. */
export function Brand({ portal, size }: { portal: Portal; size: number }) {
  if (portal.logo !== undefined) return <img class="logo" src={`/api/portal/logos/${portal.logo}`} alt={portal.name} />;
  return (
    <>
      <Mark size={size} />
      {/* The name keeps its place while it is on its way. */}
      <span>{portal.name || '\u00a0'}</span>
    </>
  );
}
