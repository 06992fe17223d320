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
