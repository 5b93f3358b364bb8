import type { ReactElement } from 'react'

/** Our mark: a Б whose belly is a speech bubble. Size in px. */
export function Logo({ size = 32 }: { size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7.5" fill="var(--accent)" />
      <path
        d="M22.5 8.5H10.5V24l3.6-2.9h5.2a4.15 4.15 0 0 0 0-8.3h-8.8"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2.6"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  )
}
